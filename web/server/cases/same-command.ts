import { isDeepStrictEqual } from 'node:util';

import type { EventData } from '../../../db/contents.ts';

/** Where commands and events hold the id of what was said. */
const words = ['textId', 'noteId', 'reasonId'];

/**
 * Whether an event that has a command's text or files came of that very command: it says the same wherever both say something, and
 * has the text in the same place.
 */
export const isSameCommand = (command: object, event: EventData): boolean =>
  words.every((slot) => (valueOf(command, slot) ?? null) === (event[slot] ?? null)) &&
  Object.entries(command).every(([name, value]) => name === 'type' || !(name in event) || isDeepStrictEqual(value, event[name]));

const valueOf = (command: object, name: string): unknown => (command as Record<string, unknown>)[name];
