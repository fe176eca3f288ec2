/** Read markers of officers, and unread events of the taxpayer (J1). */
import type { Knex } from 'knex';

import { prepared } from './prepared.ts';

/** Records that an officer has read the case at this version; an older version changes nothing. */
export async function noteRead(knex: Knex, officerId: string, caseId: string, version: number): Promise<void> {
  await prepared(
    knex,
    `INSERT INTO case_reads (officer_id, case_id, version) VALUES (:officerId, :caseId, :version)
     ON CONFLICT (officer_id, case_id) DO UPDATE SET version = excluded.version WHERE case_reads.version < excluded.version`,
    { officerId, caseId, version },
  );
}

/** Newest event of the taxpayer after the opening, found by a backward scan of the case's events. */
const lastWord = (caseId: string): string => `
  SELECT e.version, e.type, e.at, e.data FROM case_events e
  WHERE e.case_id = ${caseId} AND e.actor_kind = 'taxpayer' AND e.version > 1 AND e.type <> 'saved'
  ORDER BY e.version DESC LIMIT 1`;

/**
 * Joins `news` to a list of to-dos: the taxpayer's newest event after the officer's last read; null when nothing is unread.
 * @param caseId the column with the case's id
 */
export const joinNews = (caseId: string): string => `
  LEFT JOIN LATERAL (
    SELECT word.* FROM (${lastWord(caseId)}) word
    WHERE word.version > coalesce((SELECT r.version FROM case_reads r WHERE r.officer_id = :officerId AND r.case_id = ${caseId}), 0)
  ) news ON true`;
