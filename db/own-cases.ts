/** Cases of one identity and one kind, with filters and pages; scoped to the identity in SQL. */
import type { Knex } from 'knex';

import type { CaseKind } from '../domain/case.ts';
import { dayNumberOfDate, startOfDay } from '../domain/shanghai.ts';
import { plain } from '../domain/input/text.ts';
import { containing } from './search.ts';
import { excerptLength } from './worklist.ts';

export interface OwnCaseFilters<Status extends string> {
  number?: string;
  status?: Status;
  typeId?: string;
  /** Days in Shanghai, both inclusive, YYYY-MM-DD. */
  from?: string;
  to?: string;
}

/** Columns that the lists of all kinds share. */
export interface OwnCaseRow<Status extends string> {
  id: string;
  number: string;
  status: Status;
  version: number;
  centre_id: string;
  centre_name: string;
  centre_name_en: string;
  type_id: string;
  type_name: string;
  type_name_en: string;
  opened_at: Date;
  changed_at: Date;
  answered_at: Date | null;
  closed_at: Date | null;
  outcome: string | null;
  excerpt: string | null;
}

/**
 * Returns a page, newest first, with the total that the filters match.
 * @param more additional columns of the kind; the case's alias is `c`
 * @param narrow adds the kind's own filters
 */
export async function ownCases<Row extends OwnCaseRow<string>>(
  knex: Knex,
  { identityId, kind }: { identityId: string; kind: CaseKind },
  filters: OwnCaseFilters<Row['status']>,
  page: { page: number; size: number },
  more: readonly (string | Knex.Raw)[] = [],
  narrow: (query: Knex.QueryBuilder) => void = () => undefined,
): Promise<{ rows: Row[]; total: number }> {
  const filtered = () =>
    knex('cases AS c')
      .where({ 'c.identity_id': identityId, 'c.kind': kind })
      .modify((query) => {
        if (filters.number !== undefined && filters.number !== '') void query.whereILike('c.number', containing(plain(filters.number)));
        if (filters.status !== undefined) void query.where('c.status', filters.status);
        if (filters.typeId !== undefined && filters.typeId !== '') void query.where('c.type_id', filters.typeId);
        if (filters.from !== undefined) void query.where('c.opened_at', '>=', beginningOf(dayNumberOfDate(filters.from)));
        if (filters.to !== undefined) void query.where('c.opened_at', '<', beginningOf(dayNumberOfDate(filters.to) + 1));
      })
      .modify(narrow);
  const [counted, rows] = await Promise.all([
    filtered().count<{ count: number }[]>('* as count'),
    filtered()
      .join('centres AS z', 'z.id', 'c.centre_id')
      .join('case_types AS t', 't.id', 'c.type_id')
      .leftJoin('case_events AS e', (join) => {
        join.on('e.case_id', 'c.id').andOnVal('e.version', 1);
      })
      .leftJoin('texts AS x', knex.raw(`x.id = (e.data->>'textId')::uuid`))
      .select<OwnCaseRow<string>[]>([
        ...['id', 'number', 'status', 'version', 'opened_at', 'changed_at', 'answered_at', 'closed_at'].map((column) => `c.${column}`),
        ...['id', 'name', 'name_en'].flatMap((column) => [`z.${column} AS centre_${column}`, `t.${column} AS type_${column}`]),
        knex.raw(`c.state->>'outcome' AS outcome`),
        knex.raw(`left(x.body, ${String(excerptLength)}) AS excerpt`),
        ...more,
      ])
      .orderBy([{ column: 'c.opened_at', order: 'desc' }, { column: 'c.id' }])
      .limit(page.size)
      .offset((page.page - 1) * page.size),
  ]);
  // The rows have the kind's columns, and only its statuses.
  return { rows: rows as Row[], total: counted[0]?.count ?? 0 };
}

export interface OwnCaseType {
  id: string;
  name: string;
  name_en: string;
}

/** Returns the types of the identity's cases of a kind, in the region's order, including withdrawn types. */
export async function ownCaseTypes(knex: Knex, identityId: string, kind: CaseKind): Promise<OwnCaseType[]> {
  return await knex('case_types')
    .whereIn('id', knex('cases').where({ identity_id: identityId, kind }).select('type_id'))
    .orderBy(['position', 'id'])
    .select<OwnCaseType[]>('id', 'name', 'name_en');
}

const beginningOf = (day: number): Date => new Date(startOfDay(day));
