/** Work orders of the demo over HTTP: who asks, and the steps by which a test brings an order to where it looks at it. */
import { randomUUID } from 'node:crypto';

import { beforeAll, expect } from '@jest/globals';

import type { Answer, TestWeb, Who } from './web.ts';

export type Person = Who & { id: string };

const logins = ['agent1', 'agent2', 'agent3', 'agent4', 'supervisor1', 'supervisor2', 'admin', 'agent6'] as const;
export type Login = (typeof logins)[number];

export const codeOf = ({ body }: Answer): string | undefined => (body['error'] as { code: string } | undefined)?.code;
export const detailsOf = ({ body }: Answer) => (body['error'] as { details?: Record<string, string> }).details;
/** The new status, or the refusal with its HTTP status. */
export const outcome = (answer: Answer) =>
  answer.status < 300 ? answer.body['status'] : `${String(answer.status)} ${String(codeOf(answer))}`;
/** What is wrong, by the place in the request. */
export const faultsOf = ({ body }: Answer): Record<string, string> =>
  Object.fromEntries(((body['error'] as { fields?: { path: string; code: string }[] }).fields ?? []).map(({ path, code }) => [path, code]));

export const note = (text = '请协助处理') => ({ id: randomUUID(), text });
export const content = (text = '已办理完毕。') => ({ textId: randomUUID(), text, uploadIds: [] as string[] });
const quota = { period: '定期调整', current: '100000', wanted: '500000', ground: '业务量增加' };
/** A type whose orders go through 受理, 办理, 复核 and 办结, with two papers required. */
export const opening = (more: object = {}) => ({
  typeId: 'binhai-wo-quota',
  text: '申请将数电票总额度调整为 50 万元',
  fields: quota,
  ...more,
});
/** A type whose orders may be finished, and terminated, at the first stage. */
export const question = (more: object = {}) => ({
  typeId: 'binhai-wo-system',
  text: '点击申报后页面一直转圈,无法提交',
  fields: { system: '电子税务局网页端', step: '提交申报表' },
  ...more,
});

interface Page {
  status: string;
  version: number;
  actions: string[];
  story: { type: string; text: string | null; data: Record<string, unknown>; attachments: { id: string }[] }[];
  thread: { id: string; kind: string }[];
  order: {
    stages: { key: string; state: string; enteredAt: string | null; leftAt: string | null; handler: string | null }[];
    papers: { key: string; status: string; revision: number; reason: string | null; files: { id: string }[]; earlier: object[] }[];
    handlers: object[];
    disputes: number;
    nextUrgeAt: string | null;
  };
}

/** Nobody is on duty: cases wait to be claimed, so that a test says who holds them. */
export function orderDesk(web: TestWeb) {
  const officers = new Map<Login, Person>();
  let taxpayer: Person;
  beforeAll(async () => {
    taxpayer = await web.taxpayer('li-xue-whale');
    for (const login of logins) officers.set(login, await web.officer(login));
    await web.knex('officers').update({ status: 'away' });
  }, 60_000);

  const the = {
    taxpayer: () => taxpayer,
    officer: (login: Login): Person => officers.get(login) ?? ({} as never),
    onMessage: (id: string, type: string, as: Who, body: object = {}) =>
      web.ask('POST', `/api/cases/${id}/commands/${type}`, { as, body, key: randomUUID() }),
    onOrder: (id: string, type: string, as: Who, body: object = {}, key: string = randomUUID()) =>
      web.ask('POST', `/api/cases/${id}/commands/${type}`, { as, body, key }),
    open: (id: string, as: Who, body: object) => web.ask('PUT', `/api/work-orders/${id}`, { as, body }),
    merge: (id: string, as: Who, orderId: string) => web.ask('POST', `/api/cases/${id}/merge`, { as, body: { orderId } }),
    /** Carries out what must be possible. */
    does: async (id: string, type: string, as: Who, body: object = {}): Promise<void> => {
      expect([type, outcome(await the.onOrder(id, type, as, body))]).toEqual([type, expect.not.stringMatching(/^\d/)]);
    },
    read: async (id: string, as: Who): Promise<Page> => {
      const answer = await web.ask('GET', `/api/cases/${id}`, { as });
      expect(answer.status).toBe(200);
      return answer.body as unknown as Page;
    },
    events: (id: string) => web.knex('case_events').where({ case_id: id }).orderBy('version').pluck<string[]>('type'),
    /** A 留言 that somebody holds, or nobody. */
    message: async (holder: Login | null = 'agent1', from: Who = taxpayer): Promise<string> => {
      const id = randomUUID();
      const body = { centreId: 'binhai-1', typeId: 'binhai-invoice', text: '本月订单增加,数电票额度不够用了,如何调整?', reminder: 'inbox' };
      expect(outcome(await web.ask('PUT', `/api/messages/${id}`, { as: from, body }))).toBe('submitted');
      if (holder) expect(outcome(await the.onMessage(id, 'claim', the.officer(holder)))).toBe('assigned');
      return id;
    },
    /** An order on its own, opened by agent2 and held by agent1 at its first stage. */
    order: async (body: object = opening(), holder: Login | null = 'agent1'): Promise<string> => {
      const id = randomUUID();
      const opened = await the.open(id, the.officer('agent2'), { identityId: taxpayer.id, ...body });
      expect([opened.status, opened.body['error']]).toEqual([200, undefined]);
      if (holder) await the.does(id, 'claim', the.officer(holder));
      return id;
    },
    /** A file that somebody has uploaded and nothing has taken up yet. */
    upload: async (by: Person = taxpayer, kind: 'taxpayer' | 'officer' = 'taxpayer'): Promise<string> => {
      const id = randomUUID();
      const file = { name: '合同.pdf', size: 1_000, status: 'ready', media_type: 'application/pdf', sha256: 'f'.repeat(64) };
      await web.knex('uploads').insert({ id, author_kind: kind, author_id: by.id, region_id: 'binhai', ...file });
      return id;
    },
    /** Carries something out while a setting of the region is another. */
    withSetting: async <T>(key: string, value: unknown, what: () => Promise<T>): Promise<T> => {
      const row = { scope: 'region', scope_id: 'binhai', key };
      await web.knex('settings').insert({ ...row, value: JSON.stringify(value) });
      try {
        return await what();
      } finally {
        await web.knex('settings').where(row).delete();
      }
    },
  };
  return the;
}
