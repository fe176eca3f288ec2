import type { Knex } from 'knex';
import type { Call } from '../../domain/conversation/call.ts';

/**
 * Returns the running calls of conversations, as their workflows say.
 * @returns by case id; conversations without a call are left out
 */
export async function callsOf(knex: Knex, caseIds: readonly string[]): Promise<Map<string, Call>> {
  if (caseIds.length === 0) return new Map();
  const rows = await knex('cases')
    .whereIn('id', caseIds)
    .whereRaw(`state -> 'call' IS NOT NULL`)
    .select<{ id: string; call: Call }[]>('id', knex.raw(`state -> 'call' AS call`));
  return new Map(rows.map(({ id, call }) => [id, call]));
}
