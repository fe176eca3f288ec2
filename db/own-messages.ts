/** 我的留言: the messages of one identity, with filters and pages; scoped to it in SQL. */
import type { Knex } from 'knex';

import type { MessageOutcome, MessageStatus } from '../domain/message.ts';
import { containing } from './search.ts';
import { excerptLength } from './worklist.ts';

export interface OwnMessageFilters {
  number?: string;
  status?: MessageStatus;
  typeId?: string;
  /** Days in Shanghai, both included, YYYY-MM-DD. */
  from?: string;
  to?: string;
}

export interface OwnMessageRow {
  id: string;
  number: string;
  status: MessageStatus;
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
  outcome: MessageOutcome | null;
  excerpt: string | null;
}

/** A page of the list, newest first, with the number of all that the filters let through. */
export async function ownMessages(
  knex: Knex,
  identityId: string,
  filters: OwnMessageFilters,
  page: { page: number; size: number },
): Promise<{ rows: OwnMessageRow[]; total: number }> {
  const filtered = () =>
    knex('cases AS c')
      .where({ 'c.identity_id': identityId, 'c.kind': 'message' })
      .modify((query) => {
        if (filters.number !== undefined && filters.number !== '') void query.whereLike('c.number', containing(filters.number));
        if (filters.status !== undefined) void query.where('c.status', filters.status);
        if (filters.typeId !== undefined && filters.typeId !== '') void query.where('c.type_id', filters.typeId);
        if (filters.from !== undefined) void query.where('c.opened_at', '>=', startOfShanghaiDay(filters.from));
        if (filters.to !== undefined) void query.where('c.opened_at', '<', new Date(startOfShanghaiDay(filters.to).getTime() + dayMs));
      });
  const [counted, rows] = await Promise.all([
    filtered().count<{ count: number }[]>('* as count'),
    filtered()
      .join('centres AS z', 'z.id', 'c.centre_id')
      .join('case_types AS t', 't.id', 'c.type_id')
      .leftJoin('case_events AS e', (join) => {
        join.on('e.case_id', 'c.id').andOnVal('e.version', 1);
      })
      .leftJoin('texts AS x', knex.raw(`x.id = (e.data->>'textId')::uuid`))
      .select<OwnMessageRow[]>([
        ...['id', 'number', 'status', 'version', 'opened_at', 'changed_at', 'answered_at', 'closed_at'].map((column) => `c.${column}`),
        ...['id', 'name', 'name_en'].flatMap((column) => [`z.${column} AS centre_${column}`, `t.${column} AS type_${column}`]),
        knex.raw(`c.state->>'outcome' AS outcome`),
        knex.raw(`left(x.body, ${String(excerptLength)}) AS excerpt`),
      ])
      .orderBy([{ column: 'c.opened_at', order: 'desc' }, { column: 'c.id' }])
      .limit(page.size)
      .offset((page.page - 1) * page.size),
  ]);
  return { rows, total: counted[0]?.count ?? 0 };
}

const dayMs = 86_400_000;
/** All of China keeps UTC+8. */
const startOfShanghaiDay = (date: string): Date => new Date(`${date}T00:00:00+08:00`);
