import { calledCases } from '../../../db/called-cases.ts';
import type { Deps } from '../deps.ts';

/**
 * Wakes the cases that wait in a centre although an officer can take them now, in their order. It never fails: the workers look
 * after the queues every few seconds in any case.
 */
export async function callWaiting({ knex, cases, log }: Pick<Deps, 'knex' | 'cases' | 'log'>, centreId: string): Promise<void> {
  try {
    for (const { kind, caseId } of await calledCases(knex, centreId)) await cases.tell(kind, caseId, { type: 'seek' });
  } catch (error) {
    log.warn({ err: error, centreId }, 'the queue could not be called');
  }
}
