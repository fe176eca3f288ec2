/**
 * Safety net of the queues. Whatever frees an officer calls the next case at once; this finds what was missed, what becomes possible with
 * time alone, and officers and waiting taxpayers who are gone.
 */
import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';

import { callWaiting, dropDeserted, takeFromAbsent } from '../activities/queue.ts';

const everyMs = 5_000;

/**
 * Looks after the queues until stopped. Several processes may do so at once.
 * @returns stops; resolves when the last round is over
 */
export function watchQueues(knex: Knex, client: Client, onTrouble: (error: unknown) => void): () => Promise<void> {
  let round = Promise.resolve();
  const timer = setInterval(() => {
    round = round.then(() => look()).catch(onTrouble);
  }, everyMs);
  const look = async (): Promise<void> => {
    await takeFromAbsent(knex, client);
    await dropDeserted(knex, client);
    await callWaiting(knex, client, null);
  };
  return async () => {
    clearInterval(timer);
    await round;
  };
}
