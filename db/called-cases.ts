/** Waiting cases that are called when an officer may have become able to take one. */
import type { Knex } from 'knex';

import { allocatable } from './allocation.ts';
import { servable, type Servable } from './chat/seats.ts';

/**
 * Returns the waiting cases of a centre that an officer can take now: first those whose taxpayer waits in a chat, then the to-dos.
 * @param centreId null for all centres
 */
export async function calledCases(knex: Knex, centreId: string | null): Promise<Servable[]> {
  const [chats, todos] = await Promise.all([servable(knex, centreId), allocatable(knex, centreId)]);
  return [...chats, ...todos];
}
