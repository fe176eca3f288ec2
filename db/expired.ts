import type { Knex } from 'knex';

/**
 * Removes what has run out by itself: tokens that can no longer be replayed, sessions, counts of failures, and outcomes of commands
 * that nobody asks for any more.
 */
export async function sweepExpired(knex: Knex): Promise<number> {
  const tokens = await knex('used_tokens').where('expires_at', '<', knex.raw(`now() - interval '5 minutes'`)).delete();
  const sessions = await knex('officer_sessions').where('expires_at', '<', knex.fn.now()).delete();
  const throttles = await knex('throttles').where('until', '<', knex.fn.now()).delete();
  const outcomes = await knex('command_outcomes').where('created_at', '<', knex.raw(`now() - interval '30 days'`)).delete();
  return tokens + sessions + throttles + outcomes;
}
