import type { Knex } from 'knex';
import { usualCallSeconds, type Call } from '../../domain/call.ts';
import type { CaseKind } from '../../domain/case.ts';

/** The running call of a case, as its workflow says. */
export interface CallOfCase {
  kind: CaseKind;
  call: Call;
  /** Milliseconds for which a side may be away, by the policy of the case. */
  awayMs: number;
}

/** Returns the running call of a case; undefined without one. */
export const callOf = async (knex: Knex, caseId: string): Promise<CallOfCase | undefined> => (await callsOf(knex, [caseId])).get(caseId);

/**
 * Returns the running calls of cases.
 * @returns by case id; cases without a call are left out
 */
export async function callsOf(knex: Knex, caseIds: readonly string[]): Promise<Map<string, CallOfCase>> {
  if (caseIds.length === 0) return new Map();
  const rows = await knex('cases')
    .whereIn('id', caseIds)
    .whereRaw(`state -> 'call' IS NOT NULL`)
    .select<({ id: string; awaySeconds: number | null } & Omit<CallOfCase, 'awayMs'>)[]>(
      'id',
      'kind',
      knex.raw(`state -> 'call' AS call`),
      knex.raw(`(policy ->> 'awaySeconds')::float8 AS "awaySeconds"`),
    );
  return new Map(rows.map(({ id, awaySeconds, ...rest }) => [id, { ...rest, awayMs: (awaySeconds ?? usualCallSeconds.away) * 1_000 }]));
}

/** Returns the kind of a case. */
export const kindOfCase = async (knex: Knex, id: string): Promise<CaseKind | undefined> =>
  (await knex('cases').where({ id }).first<{ kind: CaseKind } | undefined>('kind'))?.kind;
