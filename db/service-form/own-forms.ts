/** 业务确认单: the forms of one identity. */
import type { Knex } from 'knex';

import type { ServiceFormStatus } from '../../domain/service-form/form.ts';
import { ownCases, type OwnCaseFilters, type OwnCaseRow } from '../own-cases.ts';

export interface OwnFormRow extends OwnCaseRow<ServiceFormStatus> {
  due_at: number | null;
  papers: number;
  wanted: number;
  saved: boolean;
}

/** Returns a page of the list, newest first, with the total that the filters match. */
export const ownForms = (
  knex: Knex,
  identityId: string,
  filters: OwnCaseFilters<ServiceFormStatus>,
  page: { page: number; size: number },
): Promise<{ rows: OwnFormRow[]; total: number }> =>
  ownCases<OwnFormRow>(knex, { identityId, kind: 'service-form' }, filters, page, [
    knex.raw(`CASE WHEN c.status IN ('sent', 'returned') THEN (c.state->'clock'->>'dueAt')::float8 END AS due_at`),
    knex.raw(`jsonb_array_length(c.state->'papers') AS papers`),
    knex.raw(`CASE WHEN c.status IN ('sent', 'returned') THEN jsonb_array_length(
      jsonb_path_query_array(c.state->'papers', '$[*] \\? (@.status == "returned" || (@.required == true && @.status == "missing"))')) ELSE 0 END AS wanted`),
    knex.raw(`jsonb_typeof(c.state->'draft') = 'object' AS saved`),
  ]);
