import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';

import { calledCases } from '../db/called-cases.ts';
import { deserted, sweepPresence } from '../db/chat/presence.ts';
import { abandoned } from '../db/chat/seats.ts';
import { signalSystem } from './signal-system.ts';

/**
 * Wakes the cases that wait although an officer can take them, in their order. Each then asks for its officer in a transaction of its own, so waking too many or twice is harmless.
 * @param centreId null for all centres
 * @returns number of cases woken
 */
export async function callWaiting(knex: Knex, client: Client, centreId: string | null): Promise<number> {
  const waiting = await calledCases(knex, centreId);
  for (const each of waiting) await signalSystem(client, each, { type: 'seek' });
  return waiting.length;
}

/**
 * Takes cases from officers who have been absent for too long (C11). The case decides whether they still have it.
 * @returns number of cases told
 */
export async function takeFromAbsent(knex: Knex, client: Client): Promise<number> {
  const left = await abandoned(knex);
  for (const { officerId, ...each } of left) await signalSystem(client, each, { type: 'lose', officerId });
  return left.length;
}

/**
 * Gives up the places of taxpayers who have been absent for too long. The case decides whether it still waits.
 * @returns number of cases told
 */
export async function dropDeserted(knex: Knex, client: Client): Promise<number> {
  const left = await deserted(knex);
  for (const each of left) await signalSystem(client, each, { type: 'lapse' });
  await sweepPresence(knex);
  return left.length;
}

/** Milliseconds in which the changes of a centre lead to one call. */
const gatherMs = 50;

/**
 * Calls waiting cases after changes that may have left an officer with less to do. It returns at once, and never fails: a missed call is
 * made up for by the watch over the queues.
 */
export function createCalls(knex: Knex, client: Client): (centreId: string) => void {
  const due = new Set<string>();
  return (centreId) => {
    if (due.has(centreId)) return;
    due.add(centreId);
    setTimeout(() => {
      due.delete(centreId);
      callWaiting(knex, client, centreId).catch(() => undefined);
    }, gatherMs).unref();
  };
}
