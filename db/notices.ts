/**
 * 我的消息: the notices in an identity's inbox, and the receipts of its short messages.
 *
 * The section of a notice, 待办提醒 (`todo`) or 消息提示 (`news`), depends on what its case waits for now:
 * 1. 待办提醒 contains the newest notice of a case that asks its taxpayer to act, as long as the case waits for exactly that.
 * 2. A case waits for its taxpayer while it is their move and a deadline runs whose purpose requires them to act, as its kind defines
 *    (`asks`). Optional actions (a follow-up, a rating) do not count. While an order waits for its form, only the form's own notice asks.
 * 3. All other notices are in 消息提示, unchanged, read or unread: earlier requests, finished requests, ended cases.
 * 4. A notice is in exactly one section. Lists, counts and marking as read follow the same rules.
 */
import type { Knex } from 'knex';

import { caseKinds, type CaseKind } from '../domain/case.ts';
import { kinds, type NoticeKind } from '../domain/kinds.ts';
import type { NoticeCategory } from '../domain/notices.ts';

export interface NoticeRow {
  id: string;
  kind: NoticeKind;
  /** Current section. */
  category: NoticeCategory;
  case_id: string;
  case_kind: CaseKind;
  number: string;
  created_at: Date;
  read_at: Date | null;
}

export interface NoticeFilters {
  category?: NoticeCategory;
  unread?: boolean;
}

/** Notices of an identity in 待办提醒 (rules 1 and 2). */
const openTodos = (knex: Knex, identityId: string): Knex.QueryBuilder =>
  knex
    .select('asking.id')
    .from(
      knex('notices')
        .distinctOn('case_id')
        .where({ identity_id: identityId, channel: 'inbox', category: 'todo' })
        .orderBy([{ column: 'case_id' }, { column: 'version', order: 'desc' }])
        .select('id', 'case_id')
        .as('asking'),
    )
    // One lookup per notice, by key, because very many cases may be waiting.
    .whereRaw(
      `(SELECT concat(c.kind, '/', c.state #>> '{clock,purpose}') FROM tasks t JOIN cases c ON c.id = t.case_id
        WHERE t.case_id = asking.case_id AND t.turn = 'taxpayer') = ANY (?)`,
      [asking],
    );

/** Purposes of deadlines that require the taxpayer to act, prefixed with their kind. */
const asking = caseKinds.flatMap((kind) => kinds[kind].asks.map((purpose) => `${kind}/${purpose}`));

/** Section of a notice, as a column. */
const standing = (knex: Knex, identityId: string): Knex.Raw =>
  knex.raw(`CASE WHEN n.id IN (?) THEN 'todo' ELSE 'news' END AS category`, [openTodos(knex, identityId)]);

/** Filters by section (rule 4). */
const standsIn =
  (knex: Knex, identityId: string, category: NoticeCategory) =>
  (query: Knex.QueryBuilder): void => {
    if (category === 'todo') void query.whereIn('n.id', openTodos(knex, identityId));
    else void query.whereNotIn('n.id', openTodos(knex, identityId));
  };

/** Returns a page of the inbox, newest first, with the total that the filters match. */
export async function ownNotices(
  knex: Knex,
  identityId: string,
  filters: NoticeFilters,
  page: { page: number; size: number },
): Promise<{ rows: NoticeRow[]; total: number }> {
  const filtered = () =>
    knex('notices AS n')
      .where({ 'n.identity_id': identityId, 'n.channel': 'inbox' })
      .modify((query) => {
        if (filters.category !== undefined) standsIn(knex, identityId, filters.category)(query);
        if (filters.unread === true) void query.whereNull('n.read_at');
        if (filters.unread === false) void query.whereNotNull('n.read_at');
      });
  const [counted, rows] = await Promise.all([
    filtered().count<{ count: number }[]>('* as count'),
    filtered()
      .join('cases AS c', 'c.id', 'n.case_id')
      .select<NoticeRow[]>([
        ...['n.id', 'n.kind', 'n.case_id', 'c.kind AS case_kind', 'c.number', 'n.created_at', 'n.read_at'],
        standing(knex, identityId),
      ])
      .orderBy([{ column: 'n.created_at', order: 'desc' }, { column: 'n.id' }])
      .limit(page.size)
      .offset((page.page - 1) * page.size),
  ]);
  return { rows, total: counted[0]?.count ?? 0 };
}

/** Returns the numbers of unread notices by section. */
export async function unreadNotices(knex: Knex, identityId: string): Promise<Record<NoticeCategory, number>> {
  const rows = await knex('notices AS n')
    .where({ 'n.identity_id': identityId, 'n.channel': 'inbox' })
    .whereNull('n.read_at')
    .groupBy(1)
    .select<{ category: NoticeCategory; count: number }[]>(standing(knex, identityId), knex.raw('count(*) AS count'));
  const count = (category: NoticeCategory): number => rows.find((row) => row.category === category)?.count ?? 0;
  return { todo: count('todo'), news: count('news') };
}

/** @returns false when this identity has no such notice */
export async function readNotice(knex: Knex, identityId: string, noticeId: string): Promise<boolean> {
  const found = await knex('notices')
    .where({ id: noticeId, identity_id: identityId, channel: 'inbox' })
    .update({ read_at: knex.raw('coalesce(read_at, now())') });
  return found === 1;
}

/** Marks all notices as read, or those of one section. */
export async function readAllNotices(knex: Knex, identityId: string, category: NoticeCategory | null): Promise<void> {
  await knex('notices AS n')
    .where({ 'n.identity_id': identityId, 'n.channel': 'inbox' })
    .whereNull('n.read_at')
    .modify((query) => {
      if (category !== null) standsIn(knex, identityId, category)(query);
    })
    .update({ read_at: knex.fn.now() });
}

/** Returns the region whose gateway sends a short message; undefined for an unknown message. */
export async function regionOfShortMessage(knex: Knex, noticeId: string): Promise<string | undefined> {
  const row = await knex('notices AS n')
    .join('cases AS c', 'c.id', 'n.case_id')
    .where({ 'n.id': noticeId, 'n.channel': 'sms' })
    .first<{ region_id: string } | undefined>('c.region_id');
  return row?.region_id;
}

/** Records a gateway's receipt. It may arrive twice, or before the message is marked as sent. `delivered` is final. */
export async function recordReceipt(
  knex: Knex,
  noticeId: string,
  receipt: { status: 'delivered' | 'failed'; at: Date; reason: string | null },
): Promise<void> {
  const notice = knex('notices').where({ id: noticeId, channel: 'sms' }).whereNot({ status: 'delivered' });
  if (receipt.status === 'delivered')
    await notice.update({
      status: 'delivered',
      delivered_at: receipt.at,
      sent_at: knex.raw('coalesce(sent_at, ?)', [receipt.at]),
      failure: null,
    });
  else await notice.update({ status: 'failed', failure: receipt.reason ?? 'undelivered' });
}
