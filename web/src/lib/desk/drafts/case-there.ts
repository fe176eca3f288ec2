/** Waits for a case that was accepted but has no image yet, and tells whether it can be read from here. */
import { pause } from '#lib/api/pause.ts';
import { Problem } from '#lib/api/problem.ts';
import type { Case } from '../../../../api/kinds.ts';
import { ask } from '#lib/desk/shell/ask.ts';

const lookAgainMs = 2_000;

/** Fetches the case; null when it belongs to another centre or has no image yet. @throws Problem of any other kind */
export const caseThere = async (id: string): Promise<Case | null> => {
  try {
    return await ask<Case>(`/api/cases/${id}`);
  } catch (error) {
    if (error instanceof Problem && error.is('not-found')) return null;
    throw error;
  }
};

/** Polls until the case is there or the page is left. */
export const untilThere = async (id: string, signal: AbortSignal): Promise<Case | null> => {
  while (!signal.aborted) {
    const found = await caseThere(id);
    if (found !== null) return found;
    await pause(lookAgainMs, signal);
  }
  return null;
};
