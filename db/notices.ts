/** 我的消息: the notices in one identity's inbox, and the receipts of its short messages. */
import type { Knex } from 'knex';

import type { NoticeCategory, NoticeKind } from '../domain/notices.ts';

export interface NoticeRow {
  id: string;
  kind: NoticeKind;
  category: NoticeCategory;
  case_id: string;
  case_kind: string;
  number: string;
  created_at: Date;
  read_at: Date | null;
}

export interface NoticeFilters {
  category?: NoticeCategory;
  unread?: boolean;
}

/** A page of the inbox, newest first, with the number of all that the filters let through. */
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
        if (filters.category !== undefined) void query.where('n.category', filters.category);
        if (filters.unread === true) void query.whereNull('n.read_at');
        if (filters.unread === false) void query.whereNotNull('n.read_at');
      });
  const [counted, rows] = await Promise.all([
    filtered().count<{ count: number }[]>('* as count'),
    filtered()
      .join('cases AS c', 'c.id', 'n.case_id')
      .select<NoticeRow[]>('n.id', 'n.kind', 'n.category', 'n.case_id', { case_kind: 'c.kind' }, 'c.number', 'n.created_at', 'n.read_at')
      .orderBy([{ column: 'n.created_at', order: 'desc' }, { column: 'n.id' }])
      .limit(page.size)
      .offset((page.page - 1) * page.size),
  ]);
  return { rows, total: counted[0]?.count ?? 0 };
}

/** How many are unread, by category. */
export async function unreadNotices(knex: Knex, identityId: string): Promise<Record<NoticeCategory, number>> {
  const rows = await knex('notices')
    .where({ identity_id: identityId, channel: 'inbox' })
    .whereNull('read_at')
    .groupBy('category')
    .select<{ category: NoticeCategory; count: number }[]>('category', knex.raw('count(*) AS count'));
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

/** Marks all as read, or those of one category. */
export async function readAllNotices(knex: Knex, identityId: string, category: NoticeCategory | null): Promise<void> {
  await knex('notices')
    .where({ identity_id: identityId, channel: 'inbox' })
    .whereNull('read_at')
    .modify((query) => {
      if (category !== null) void query.where({ category });
    })
    .update({ read_at: knex.fn.now() });
}

/** The region whose gateway a short message goes through; undefined for a message that is none of ours. */
export async function regionOfShortMessage(knex: Knex, noticeId: string): Promise<string | undefined> {
  const row = await knex('notices AS n')
    .join('cases AS c', 'c.id', 'n.case_id')
    .where({ 'n.id': noticeId, 'n.channel': 'sms' })
    .first<{ region_id: string } | undefined>('c.region_id');
  return row?.region_id;
}

/** A receipt may come twice, or before we know that the message was sent; delivered stays delivered. */
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
