import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';
import type { Case } from './models/index.ts';

export interface ThreadCase extends Pick<
  Case,
  'id' | 'number' | 'status' | 'version' | 'opened_at' | 'region_id' | 'centre_id' | 'identity_id'
> {
  kind: CaseKind;
  type_name: string;
  type_name_en: string;
}

/** Maximum length of a thread. Nobody reads a longer one, and it bounds the search in a circle of links. */
const longest = 50;

/** Returns the cases linked with this one, directly or indirectly, without itself, in the order of their opening. */
export async function threadOf(knex: Knex, caseId: string): Promise<ThreadCase[]> {
  const { rows } = await knex.raw<{ rows: ThreadCase[] }>(
    `WITH RECURSIVE linked (id) AS (
       SELECT :caseId::uuid
       UNION
       SELECT CASE l.case_id WHEN linked.id THEN l.other_id ELSE l.case_id END
       FROM linked JOIN case_links l ON l.case_id = linked.id OR l.other_id = linked.id)
     SELECT c.id, c.kind, c.number, c.status, c.version, c.opened_at, c.region_id, c.centre_id, c.identity_id, t.name AS type_name, t.name_en AS type_name_en
     FROM (SELECT id FROM linked LIMIT ${String(longest)}) l
     JOIN cases c ON c.id = l.id JOIN case_types t ON t.id = c.type_id
     WHERE c.id <> :caseId ORDER BY c.opened_at, c.id`,
    { caseId },
  );
  return rows;
}
