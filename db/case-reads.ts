/** What an officer has read of a case, and what its taxpayer has said since (J1). */
import type { Knex } from 'knex';

import { prepared } from './prepared.ts';

/** Notes that an officer has looked at a case as it stood at this version; an older look changes nothing. */
export async function noteRead(knex: Knex, officerId: string, caseId: string, version: number): Promise<void> {
  await prepared(
    knex,
    `INSERT INTO case_reads (officer_id, case_id, version) VALUES (:officerId, :caseId, :version)
     ON CONFLICT (officer_id, case_id) DO UPDATE SET version = excluded.version WHERE case_reads.version < excluded.version`,
    { officerId, caseId, version },
  );
}

/** What the taxpayer did last, beyond opening the case: one step backwards along the case's own events. */
const lastWord = (caseId: string): string => `
  SELECT e.version, e.type, e.at, e.data FROM case_events e
  WHERE e.case_id = ${caseId} AND e.actor_kind = 'taxpayer' AND e.version > 1 AND e.type <> 'saved'
  ORDER BY e.version DESC LIMIT 1`;

/**
 * Joins `news` to a list of to-dos: what the taxpayer did after the officer looked last; null where nothing is unread.
 * @param caseId the column that holds the case
 */
export const joinNews = (caseId: string): string => `
  LEFT JOIN LATERAL (
    SELECT word.* FROM (${lastWord(caseId)}) word
    WHERE word.version > coalesce((SELECT r.version FROM case_reads r WHERE r.officer_id = :officerId AND r.case_id = ${caseId}), 0)
  ) news ON true`;
