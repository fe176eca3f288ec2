import type { Knex } from 'knex';

import { deleteInBatches } from './batches.ts';

/** Conditions of expired rows, by table. */
const expired = {
  used_tokens: `expires_at < now() - interval '5 minutes'`,
  officer_sessions: 'expires_at < now()',
  throttles: 'until < now()',
  // Holds of forms; those of cases have no end of their own.
  slot_places: `held_until < now() - interval '1 minute'`,
  command_outcomes: `created_at < now() - interval '30 days'`,
};

/**
 * Removes expired rows: tokens that can no longer be replayed, sessions, throttle counts, holds of places, and outcomes of commands that nobody asks for any
 * more.
 */
export async function sweepExpired(knex: Knex, beat: () => void = () => undefined): Promise<number> {
  let removed = 0;
  for (const [table, condition] of Object.entries(expired)) removed += await deleteInBatches(knex, table, condition, {}, beat);
  return removed;
}
