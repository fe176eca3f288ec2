/** One's own commands that were accepted and refused later. They are shown until dismissed, and their text returns to its box. */
import { request } from './request.ts';
import type { RefusedCommands } from '../../../api/command-outcomes.ts';

export type RefusedCommand = RefusedCommands['items'][number];

let items = $state.raw<readonly RefusedCommand[]>([]);
/** Keys of the commands whose text is back in a box. */
let back = $state.raw<readonly string[]>([]);

export const refusedCommands = {
  get items(): readonly RefusedCommand[] {
    return items;
  },
  isBack: (key: string): boolean => back.includes(key),
};

/** Fetches the refused commands; after a failure the shown ones stay until the next page load. */
export const loadRefused = async (): Promise<void> => {
  const answer = await request<RefusedCommands>('/api/commands', { retries: 1 }).catch(() => undefined);
  if (answer !== undefined) items = answer.items;
};

/** Forgets everything when somebody else has signed in. */
export const forgetRefused = (): void => {
  items = [];
  back = [];
};

/** Dismisses one; if the request fails, it is shown again at the next page load. */
export const dismissRefused = (key: string): void => {
  items = items.filter((item) => item.key !== key);
  void request(`/api/commands/${key}/dismissal`, { method: 'POST' }).catch(() => undefined);
};

/** Text that was written for a case and did not reach it. */
export interface ReturnedWords {
  readonly command: string;
  readonly text: string;
}

/**
 * Takes the newest text that one of these commands had for the case, for the box it came from.
 * @param written present text of the box
 * @returns undefined when there is none, it was taken before, or the box is in use
 */
export const takeReturned = (caseId: string, commands: readonly string[], written: string): ReturnedWords | undefined => {
  const found = items.find(
    (item) =>
      item.caseId === caseId && item.text !== null && item.command !== null && commands.includes(item.command) && !back.includes(item.key),
  );
  if (found === undefined || found.command === null || found.text === null) return undefined;
  if (written !== '' && written !== found.text) return undefined;
  back = [...back, found.key];
  if (written !== '') return undefined;
  return { command: found.command, text: found.text };
};

/** The box was sent: the returned text is settled. */
export const settleReturned = (caseId: string): void => {
  for (const { key } of items.filter((item) => item.caseId === caseId && back.includes(item.key))) dismissRefused(key);
};
