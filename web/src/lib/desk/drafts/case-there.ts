/** Waiting for a case that was taken but is not written yet, and finding out whether it can be seen from here. */
import { pause } from '#lib/api/pause.ts';
import { Problem } from '#lib/api/problem.ts';
import type { Case } from '../../../../api/kinds.ts';
import { ask } from '#lib/desk/shell/ask.ts';

const lookAgainMs = 2_000;

/** The case, or null where it belongs to another centre, or is not there yet. @throws Problem of any other kind */
export const caseThere = async (id: string): Promise<Case | null> => {
  try {
    return await ask<Case>(`/api/cases/${id}`);
  } catch (error) {
    if (error instanceof Problem && error.is('not-found')) return null;
    throw error;
  }
};

/** Looks until the case is there, or the page is left. */
export const untilThere = async (id: string, signal: AbortSignal): Promise<Case | null> => {
  while (!signal.aborted) {
    const found = await caseThere(id);
    if (found !== null) return found;
    await pause(lookAgainMs, signal);
  }
  return null;
};
