/** Work orders as people look for them: one's own, those that run already, whose they could be; and what officers fill in. */
import type { Knex } from 'knex';

import type { WorkOrderStatus } from '../domain/work-order/order.ts';
import type { InertText } from './contents.ts';
import type { Identity } from './models/index.ts';
import { containing } from './search.ts';
import { stageName } from './stage-name.ts';
import { excerptLength } from './worklist.ts';

export interface OwnOrderFilters {
  number?: string;
  status?: WorkOrderStatus;
  typeId?: string;
  /** Days in Shanghai, both included, YYYY-MM-DD. */
  from?: string;
  to?: string;
}

export interface OwnOrderRow {
  id: string;
  number: string;
  status: WorkOrderStatus;
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
  stage_name: string | null;
  stage_name_en: string | null;
  due_at: number | null;
  urges: number;
  stars: number | null;
  excerpt: string | null;
}

/** A page of 我的工单, newest first, with the number of all that the filters let through; scoped to one identity. */
export async function ownOrders(
  knex: Knex,
  identityId: string,
  filters: OwnOrderFilters,
  page: { page: number; size: number },
): Promise<{ rows: OwnOrderRow[]; total: number }> {
  const filtered = () =>
    knex('cases AS c')
      .where({ 'c.identity_id': identityId, 'c.kind': 'work-order' })
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
      .select<OwnOrderRow[]>([
        ...['id', 'number', 'status', 'version', 'opened_at', 'changed_at', 'answered_at', 'closed_at', 'stars'].map(
          (column) => `c.${column}`,
        ),
        ...['id', 'name', 'name_en'].flatMap((column) => [`z.${column} AS centre_${column}`, `t.${column} AS type_${column}`]),
        knex.raw(`c.state->>'outcome' AS outcome`),
        knex.raw(`(c.state->'clock'->>'dueAt')::float8 AS due_at`),
        knex.raw(`coalesce((c.state->>'urges')::int, 0) AS urges`),
        knex.raw(`${stageName('name')} AS stage_name`),
        knex.raw(`${stageName('nameEn')} AS stage_name_en`),
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

export type RunningOrder = Pick<OwnOrderRow, 'id' | 'number' | 'status' | 'opened_at' | 'stage_name' | 'stage_name_en' | 'excerpt'>;

/** What a taxpayer has running of a type, oldest first. */
export async function runningOrders(knex: Knex, regionId: string, identityId: string, typeId: string): Promise<RunningOrder[]> {
  const { rows } = await knex.raw<{ rows: RunningOrder[] }>(
    `SELECT c.id, c.number, c.status, c.opened_at, ${stageName('name')} AS stage_name, ${stageName('nameEn')} AS stage_name_en,
       left(x.body, ${String(excerptLength)}) AS excerpt
     FROM cases c
     LEFT JOIN case_events e ON e.case_id = c.id AND e.version = 1
     LEFT JOIN texts x ON x.id = (e.data->>'textId')::uuid
     WHERE c.identity_id = :identityId AND c.type_id = :typeId AND c.region_id = :regionId AND c.kind = 'work-order' AND c.closed_at IS NULL
     ORDER BY c.opened_at, c.id LIMIT 20`,
    { identityId, typeId, regionId },
  );
  return rows;
}

export type FoundIdentity = Pick<Identity, 'id' | 'kind' | 'person_name' | 'company_name' | 'tax_number'>;

/** Taxpayers of a region by a part of a name or of a tax number. */
export async function findIdentities(knex: Knex, regionId: string, text: string): Promise<FoundIdentity[]> {
  return await knex('identities')
    .where({ region_id: regionId })
    .where((either) => {
      void either
        .whereILike('person_name', containing(text))
        .orWhereILike('company_name', containing(text))
        .orWhereILike('tax_number', containing(text));
    })
    .orderBy(['company_name', 'person_name', 'id'])
    .limit(20)
    .select<FoundIdentity[]>('id', 'kind', 'person_name', 'company_name', 'tax_number');
}

/** What an officer fills in for an order. The form's id is the case's. */
export interface OrderFormRow {
  caseId: string;
  identityId: string;
  officerId: string;
  fields: Record<string, string>;
  text: InertText;
}

/**
 * Keeps a form once; the order takes it up when it begins. The text's id follows from all of the form's contents, so that the same
 * id with other contents shows.
 * @returns `other` when the id has another form, or somebody else's
 */
export async function keepOrderForm(knex: Knex, form: OrderFormRow): Promise<'kept' | 'other'> {
  const { caseId, identityId, officerId, fields, text } = form;
  const { rows } = await knex.raw<{ rows: { kept: boolean }[] }>(
    `WITH form AS (
       INSERT INTO order_forms (case_id, identity_id, fields) VALUES (:caseId, :identityId, :fields)
       ON CONFLICT (case_id) DO NOTHING RETURNING case_id),
     text AS (
       INSERT INTO texts (id, author_kind, author_id, case_id, body) SELECT :textId, 'officer', :officerId, case_id, :body FROM form
       ON CONFLICT (id) DO NOTHING RETURNING id)
     SELECT EXISTS (SELECT FROM text) AS kept`,
    { caseId, identityId, officerId, fields: JSON.stringify(fields), textId: text.id, body: text.body },
  );
  return rows[0]?.kept || (await isFormOf(knex, caseId, officerId, text.id)) ? 'kept' : 'other';
}

/** Whether this officer has kept a form with this text under this id. */
export async function isFormOf(knex: Knex, caseId: string, officerId: string, textId: string): Promise<boolean> {
  const row = await knex('texts')
    .where({ id: textId, case_id: caseId, author_kind: 'officer', author_id: officerId })
    .first<{ id: string } | undefined>('id');
  return row !== undefined;
}

/** What was filled in for an order. */
export async function orderFields(knex: Knex, caseId: string): Promise<Record<string, string>> {
  const row = await knex('order_forms').where({ case_id: caseId }).first<{ fields: Record<string, string> } | undefined>('fields');
  return row?.fields ?? {};
}
