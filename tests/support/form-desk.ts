/** Forms of the demo over HTTP: who asks, and the steps by which a test brings a form to where it looks at it. */
import { randomUUID } from 'node:crypto';

import { expect } from '@jest/globals';

import { roundTheClock } from '../../domain/calendar.ts';
import { dateOf, dayNumberOf } from '../../domain/shanghai.ts';
import { content, note, orderDesk, outcome, question, type Login, type Person } from './order-desk.ts';
import type { TestWeb, Who } from './web.ts';

/** A template with two papers required and two that need not come. */
export const formType = 'binhai-sf-vat-credit-refund';
export const required = ['application', 'account'] as const;

export const sending = (originId: string, more: object = {}) => ({
  typeId: formType,
  originId,
  text: '请提供以下材料，以便办理留抵退税。',
  ...more,
});

interface FormPage {
  status: string;
  version: number;
  outcome: string | null;
  clock: { purpose: string; warnAt: string | null } | null;
  actions: string[];
  assignee: { id: string } | null;
  story: { type: string; text: string | null; data: Record<string, unknown>; attachments: { id: string }[] }[];
  thread: { id: string; kind: string; status: string }[];
  form: {
    typeVersion: number;
    papers: {
      key: string;
      name: string;
      required: boolean;
      status: string;
      revision: number;
      reason: string | null;
      files: { id: string; url: string }[];
      earlier: { revision: number; files: { id: string; url: string }[]; reason: string | null }[];
      draft: { id: string; url: string }[];
    }[];
    note: string | null;
    result: { text: string; files: { id: string }[] } | null;
    order: { id: string; number: string } | null;
    saved: boolean;
  };
}

/** What hands in a file for each of these papers. */
export interface Filled {
  papers: { key: string; uploadIds: string[] }[];
  note?: { id: string; text: string } | null;
}

export const accepted = (key: string, revision = 1) => ({ key, verdict: 'accepted', revision });
export const returned = (key: string, revision = 1) => ({ key, verdict: 'returned', revision });
export const waived = (key: string, revision = 0) => ({ key, verdict: 'waived', revision });

/** Nobody is on duty, as for orders; forms are sent and held by agent1 unless a test says otherwise. */
export function formDesk(web: TestWeb) {
  const orders = orderDesk(web);
  const { officer, taxpayer, upload } = orders;
  const the = {
    ...orders,
    send: (id: string, as: Who, body: object) => web.ask('PUT', `/api/service-forms/${id}`, { as, body }),
    onForm: (id: string, type: string, as: Who, body: object = {}, key: string = randomUUID()) =>
      web.ask('POST', `/api/cases/${id}/commands/${type}`, { as, body, key }),
    /** Carries out what must be possible. */
    fills: async (id: string, type: string, as: Who, body: object = {}): Promise<void> => {
      expect([type, outcome(await the.onForm(id, type, as, body))]).toEqual([type, expect.not.stringMatching(/^\d/)]);
    },
    readForm: async (id: string, as: Who): Promise<FormPage> => (await orders.read(id, as)) as unknown as FormPage,
    /** A form sent from a 留言 by the agent who holds that. */
    form: async (more: object = {}, holder: Login = 'agent1', from?: Person): Promise<string> => {
      const id = randomUUID();
      const sent = await the.send(id, officer(holder), sending(await orders.message(holder, from), more));
      expect([sent.status, sent.body['error']]).toEqual([200, undefined]);
      return id;
    },
    /** An order at its first stage, held by agent1, that waits for a form. */
    formOfOrder: async (): Promise<{ orderId: string; formId: string }> => {
      const [orderId, formId] = [await orders.order(question()), randomUUID()];
      expect(outcome(await the.send(formId, officer('agent1'), sending(orderId)))).toBe('sent');
      return { orderId, formId };
    },
    /** One new file of the taxpayer's for each of these papers. */
    filled: async (...keys: string[]): Promise<Filled> => ({
      papers: await Promise.all(keys.map(async (key) => ({ key, uploadIds: [await upload()] }))),
    }),
    /** Hands in what is required. */
    submitted: async (id: string): Promise<Filled> => {
      const filled = await the.filled(...required);
      await the.fills(id, 'confirm', taxpayer(), filled);
      return filled;
    },
    /** All that is handed in is good. */
    accepts: (id: string) => the.fills(id, 'reviewPapers', officer('agent1'), { verdicts: required.map((key) => accepted(key)) }),
    completed: async (id: string): Promise<void> => {
      await the.submitted(id);
      await the.accepts(id);
      await the.fills(id, 'complete', officer('agent1'), content('留抵退税已办理，请查收。'));
    },
    /** Carries something out while the first centre works day and night, also on holidays. */
    dayAndNight: async <T>(what: () => Promise<T>): Promise<T> => {
      const { week, makeUp } = roundTheClock;
      const days = Object.fromEntries([0, 1].map((ahead) => [dateOf(dayNumberOf(Date.now()) + ahead), 'workday']));
      const of = { scope: 'centre', scope_id: 'binhai-1' };
      const rows = Object.entries({ 'calendar.hours': { week, makeUp }, 'calendar.days': days });
      await web.knex('settings').insert(rows.map(([key, value]) => ({ ...of, key, value: JSON.stringify(value) })));
      try {
        return await what();
      } finally {
        await web.knex('settings').where(of).whereIn('key', ['calendar.hours', 'calendar.days']).delete();
      }
    },
    recalled: (id: string) => the.fills(id, 'recall', officer('agent1'), { reason: note('已通过其他渠道办理') }),
  };
  return the;
}
