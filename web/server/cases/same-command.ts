import { isDeepStrictEqual } from 'node:util';

import type { EventData } from '../../../db/contents.ts';

/** Keys under which commands and events hold the id of a text. */
const words = ['textId', 'noteId', 'reasonId'];

/**
 * True when an event with the same text or files results from this very command: all fields that both have are equal, and the text is under
 * the same key.
 */
export const isSameCommand = (command: object, event: EventData): boolean =>
  words.every((slot) => (valueOf(command, slot) ?? null) === (event[slot] ?? null)) &&
  Object.entries(command).every(([name, value]) => name === 'type' || !(name in event) || isDeepStrictEqual(value, event[name]));

const valueOf = (command: object, name: string): unknown => (command as Record<string, unknown>)[name];
