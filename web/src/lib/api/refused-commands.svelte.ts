/** One's own commands that were taken and refused later: shown until they are put aside, with what was written back in its box. */
import { request } from './request.ts';
import type { RefusedCommands } from '../../../api/command-outcomes.ts';

export type RefusedCommand = RefusedCommands['items'][number];

let items = $state.raw<readonly RefusedCommand[]>([]);
/** The keys of those whose words stand in a box again. */
let back = $state.raw<readonly string[]>([]);

export const refusedCommands = {
  get items(): readonly RefusedCommand[] {
    return items;
  },
  isBack: (key: string): boolean => back.includes(key),
};

/** Fetches them; a failure leaves what is shown, for the next page load brings them again. */
export const loadRefused = async (): Promise<void> => {
  const answer = await request<RefusedCommands>('/api/commands', { retries: 1 }).catch(() => undefined);
  if (answer !== undefined) items = answer.items;
};

/** Somebody else has signed in. */
export const forgetRefused = (): void => {
  items = [];
  back = [];
};

/** Puts one aside; should that not arrive, it is shown again with the next page load. */
export const dismissRefused = (key: string): void => {
  items = items.filter((item) => item.key !== key);
  void request(`/api/commands/${key}/dismissal`, { method: 'POST' }).catch(() => undefined);
};

/** Words that were written for a case and did not reach it. */
export interface ReturnedWords {
  readonly command: string;
  readonly text: string;
}

/**
 * Takes the newest words that were written to a case by one of these commands, for the box they came from.
 * @param written what stands in the box
 * @returns undefined when there are none, they were taken before, or the box is in use
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

/** The box was sent: what had come back into it is settled. */
export const settleReturned = (caseId: string): void => {
  for (const { key } of items.filter((item) => item.caseId === caseId && back.includes(item.key))) dismissRefused(key);
};
