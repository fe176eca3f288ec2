/** A taxpayer's 我的消息. */
import type { Knex } from 'knex';
import { z } from 'zod';

import { Case } from '../../../db/models/index.ts';
import { ownNotices, readAllNotices, readNotice, unreadNotices, type NoticeRow } from '../../../db/notices.ts';
import { idSchema } from '../../api/common.ts';
import { noticesAnswer, noticesQuery, readAllBody, unreadSchema, type Notice } from '../../api/notices.ts';
import type { ServerKinds } from '../cases/server-kind.ts';
import { defineRoute, type Route } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';

const list = (kinds: ServerKinds): Route =>
  defineRoute({
    method: 'get',
    path: '/api/notices',
    tag: 'Notices',
    summary: '我的消息: one’s own notices, newest first, with the unread counts; category todo while the case waits for the taxpayer',
    access: 'taxpayer',
    query: noticesQuery,
    answers: { 200: noticesAnswer },
    handler: async ({ viewer, query: { page, size, ...filters } }, { knex }) => {
      const [{ rows, total }, unread] = await Promise.all([
        ownNotices(knex, viewer.id, filters, { page, size }),
        unreadNotices(knex, viewer.id),
      ]);
      return { status: 200, body: { items: await presentAll(rows, kinds, knex), total, page, size, unread } };
    },
  });

const unread = defineRoute({
  method: 'get',
  path: '/api/notices/unread',
  tag: 'Notices',
  summary: 'Number of unread notices, by category',
  access: 'taxpayer',
  answers: { 200: unreadSchema },
  handler: async ({ viewer }, { knex }) => ({ status: 200, body: await unreadNotices(knex, viewer.id) }),
});

const read = defineRoute({
  method: 'post',
  path: '/api/notices/{id}/read',
  tag: 'Notices',
  summary: 'Mark a notice as read; repeating the request has no effect',
  access: 'taxpayer',
  params: z.object({ id: idSchema }),
  answers: { 200: unreadSchema },
  handler: async ({ viewer, params: { id } }, { knex }) => {
    if (!(await readNotice(knex, viewer.id, id))) throw new Fault('not-found');
    return { status: 200, body: await unreadNotices(knex, viewer.id) };
  },
});

const readAll = defineRoute({
  method: 'post',
  path: '/api/notices/read-all',
  tag: 'Notices',
  summary: 'Mark all notices, or those of one category, as read',
  access: 'taxpayer',
  body: readAllBody,
  answers: { 200: unreadSchema },
  handler: async ({ viewer, body: { category } }, { knex }) => {
    await readAllNotices(knex, viewer.id, category);
    return { status: 200, body: await unreadNotices(knex, viewer.id) };
  },
});

/** A time that is offered is looked up when the notice is read: it may be taken meanwhile, and then the next one is named. */
const presentAll = (rows: readonly NoticeRow[], kinds: ServerKinds, knex: Knex): Promise<Notice[]> =>
  Promise.all(rows.map(async (row) => ({ ...present(row), offer: await offerIn(row, kinds, knex) })));

async function offerIn({ kind, case_id, case_kind }: NoticeRow, kinds: ServerKinds, knex: Knex): Promise<string | null> {
  const { offer } = kinds[case_kind];
  if (offer?.notice !== kind) return null;
  const image = await Case.query(knex).findById(case_id).throwIfNotFound();
  const start = await offer.next(knex, image.state);
  return start && new Date(start.startsAt).toISOString();
}

const present = (row: NoticeRow): Omit<Notice, 'offer'> => ({
  id: row.id,
  kind: row.kind,
  category: row.category,
  caseId: row.case_id,
  caseKind: row.case_kind,
  number: row.number,
  at: row.created_at.toISOString(),
  readAt: row.read_at?.toISOString() ?? null,
});

export const noticeRoutes = (kinds: ServerKinds): readonly Route[] => [list(kinds), unread, read, readAll];
