/**
 * A kind of case that there is in tests only goes through everything that carries cases. It is added to a checkout of the product as any
 * kind would be, by its folders and a few words in every registry (`support/made-up`), and the product of that checkout is tried out.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineSearchAttributeKey } from '@temporalio/common';
import { Worker } from '@temporalio/worker';

import type * as Archive from '../activities/archive.ts';
import type * as Verification from '../workers/verification.ts';
import { checkoutWithKind } from './support/made-up/checkout.ts';
import { eventually } from './support/message.ts';
import type * as Stage from './support/open-stage.ts';
import { codeOf, note, orderDesk, outcome } from './support/order-desk.ts';
import { SmsGateway } from './support/sms-gateway.ts';
import type * as Web from './support/web.ts';

const checkout = checkoutWithKind();
const from = async (file: string): Promise<unknown> => await import(path.join(checkout.folder, file));
const { testWeb } = (await from('tests/support/web.ts')) as typeof Web;
const { testBundle } = (await from('tests/support/open-stage.ts')) as typeof Stage;
const { verify } = (await from('workers/verification.ts')) as typeof Verification;
const { createArchive } = (await from('activities/archive.ts')) as typeof Archive;

const web = testWeb({ workers: true });
const the = orderDesk(web);
const { officer, taxpayer, does, events } = the;
const typeId = 'binhai-visit';
let originId: string;
let originNumber: string;
let gateway: SmsGateway;
/** All visits of these tests. */
const visits: string[] = [];

beforeAll(async () => {
  gateway = await SmsGateway.open();
  await web.knex('case_types').insert({ id: typeId, kind: 'visit', region_id: 'binhai', name: '上门', name_en: 'Visit' });
  await web.knex('officer_skills').insert({ officer_id: officer('agent1').id, type_id: typeId });
  await useGateway();
  originId = await the.message(null);
  originNumber = String(await column('number', originId));
}, 60_000);
afterAll(async () => {
  await gateway.close();
  checkout.remove();
});

/** The region's gateway, as its administrator says it. */
async function useGateway(): Promise<void> {
  const as = officer('admin');
  const { body } = await web.ask('GET', '/api/settings', { as });
  const version = (body['items'] as { key: string; version: number }[]).find(({ key }) => key === 'sms.gateway')?.version;
  const value = { url: gateway.url, secret: gateway.secret, templates: { 'visit-near': 'T1' } };
  const change = { key: 'sms.gateway', version, to: 'value', value };
  expect((await web.ask('PUT', '/api/settings', { as, body: { centreId: null, changes: [change] } })).status).toBe(200);
}

const column = async (name: string, id: string): Promise<unknown> => (await web.knex('cases').where({ id }).pluck<unknown[]>(name))[0];
const task = (id: string) => web.knex('tasks').where({ case_id: id }).first<Record<string, unknown> | undefined>();
const handle = (id: string) => web.client.workflow.getHandle(`visit/${id}`);
const command = (id: string, type: string, as: Web.Who, body: object = {}) =>
  web.ask('POST', `/api/cases/${id}/commands/${type}`, { as, body, key: randomUUID() });

const hourMs = 3_600_000;
/** So long after its time a visit is missed, as the kind's policy has it. */
const graceMs = 600;

const planOf = (inMs: number, more: object = {}) => ({
  ...{ originId, typeId, at: new Date(Date.now() + inMs).toISOString(), leadMinutes: 0, text: '携带公章前来办理变更登记' },
  reminder: 'inbox',
  ...more,
});

/** A visit whose time comes in so many milliseconds. */
async function visit(inMs = hourMs, more: object = {}): Promise<string> {
  const id = randomUUID();
  visits.push(id);
  expect(outcome(await web.ask('PUT', `/api/visits/${id}`, { as: taxpayer(), body: planOf(inMs, more) }))).toBe('planned');
  return id;
}

interface Page {
  kind: string;
  status: string;
  assignee: { name: string } | null;
  actions: string[];
  thread: { id: string }[];
  story: { type: string; actor: { kind: string; name: string | null }; text: string | null; data: Record<string, unknown> }[];
}
const read = async (id: string, as: Web.Who): Promise<Page> => {
  const answer = await web.ask('GET', `/api/cases/${id}`, { as });
  expect(answer.status).toBe(200);
  return answer.body as unknown as Page;
};
const listed = async (view: string, as = officer('agent1')): Promise<string[]> =>
  ((await web.ask('GET', `/api/worklist?view=${view}&kind=visit`, { as })).body['items'] as { id: string }[]).map(({ id }) => id);

/** What stands in its taxpayer's inbox of it, and where. */
const noticesOf = async (id: string): Promise<string[][]> =>
  ((await web.ask('GET', '/api/notices?size=50', { as: taxpayer() })).body['items'] as Record<string, string>[])
    .filter(({ caseId }) => caseId === id)
    .map(({ caseKind = '', kind = '', category = '' }) => [caseKind, kind, category]);

describe('a visit over HTTP', () => {
  it('is begun once by an update with start, and linked with the case that it is about', async () => {
    const id = randomUUID();
    visits.push(id);
    const body = planOf(hourMs);
    const put = () => web.ask('PUT', `/api/visits/${id}`, { as: taxpayer(), body });
    const [first, again] = [await put(), await put()];
    expect(first).toMatchObject({ status: 200, body: { caseId: id, status: 'planned', version: 1 } });
    expect(again.body).toEqual(first.body);
    expect(String(first.body['number'])).toMatch(/^\d{8}5\d{6}$/);
    expect(await events(id)).toEqual(['planned']);
    expect(await web.knex('case_links').where({ case_id: id }).pluck('other_id')).toEqual([originId]);
    expect((await read(id, taxpayer())).thread.map((other) => other.id)).toEqual([originId]);
    const { type, typedSearchAttributes } = await handle(id).describe();
    expect([type, typedSearchAttributes.get(defineSearchAttributeKey('CaseKind', 'KEYWORD'))]).toEqual(['visit', 'visit']);
  });

  it('stands in its taxpayer’s own list, and in nobody else’s', async () => {
    const id = await visit();
    const own = await web.ask('GET', '/api/visits?size=50', { as: taxpayer() });
    expect(own.body['items']).toContainEqual(
      expect.objectContaining({ id, kind: 'visit', status: 'planned', excerpt: '携带公章前来办理变更登记' }),
    );
    const other = await web.taxpayer('zhao-min');
    expect((await web.ask('GET', '/api/visits', { as: other })).body['total']).toBe(0);
    expect((await web.ask('GET', `/api/cases/${id}`, { as: other })).status).toBe(404);
  });

  it('is nobody’s move, without an owner and without a to-do, until its time is near', async () => {
    const id = await visit();
    expect(await task(id)).toBeUndefined();
    for (const view of ['mine', 'centre', 'unassigned', 'waiting', 'overdue']) expect([view, await listed(view)]).not.toContain(id);
    expect(await read(id, officer('agent1'))).toMatchObject({ assignee: null, actions: expect.arrayContaining(['claim']) });
  });

  it('is claimed by the one road that commands of every kind take; its to-do comes with that, and is nobody’s move still', async () => {
    const id = await visit();
    expect(outcome(await command(id, 'claim', officer('agent1')))).toBe('planned');
    expect(outcome(await command(id, 'claim', officer('agent2')))).toBe('409 already-claimed');
    expect(outcome(await command(id, 'claim', taxpayer()))).toBe('403 not-allowed');
    expect(outcome(await command(id, 'reply', officer('agent1'), {}))).toBe('403 not-allowed');
    expect(await task(id)).toMatchObject({ kind: 'visit', turn: 'nobody', assignee_id: officer('agent1').id, version: 2 });
    expect(await listed('mine')).not.toContain(id);
    await does(id, 'release', officer('agent1'), { note: note('今天外出') });
    expect(await task(id)).toBeUndefined();
  });

  it('tells every reader what its events allow, and nothing else', async () => {
    const id = await visit();
    await does(id, 'claim', officer('agent1'));
    await does(id, 'arrive', taxpayer());
    await does(id, 'finish', officer('agent1'), { minutes: 12 });
    const [own, theirs] = [await read(id, taxpayer()), await read(id, officer('agent1'))];
    expect(own.story.map(({ type }) => type)).toEqual(['planned', 'assigned', 'arrived', 'closed']);
    expect(theirs.story.map(({ type }) => type)).toEqual(['planned', 'claimed', 'arrived', 'closed']);
    expect(own.story.map(({ data }) => data)).toEqual([
      { number: originNumber, dueAt: expect.any(String) },
      {},
      {},
      { outcome: 'received' },
    ]);
    expect(theirs.story.at(-1)?.data).toEqual({ outcome: 'received', minutes: 12 });
    expect(own.story[0]?.text).toBe('携带公章前来办理变更登记');
    expect(JSON.stringify(own)).not.toContain(officer('agent1').id);
    expect(JSON.stringify(own)).not.toContain('visit-reminder');
  });
});

describe('the time of a visit', () => {
  it('makes it its taxpayer’s move when it is near: they are told, by 短信 as well, and a to-do is there', async () => {
    const id = await visit(hourMs, { leadMinutes: 60, reminder: 'sms', phone: '19900002001' });
    await eventually(
      () => events(id),
      (types) => types.includes('neared'),
    );
    expect(await task(id)).toMatchObject({ turn: 'taxpayer', assignee_id: null });
    expect([await listed('waiting'), await listed('unassigned')]).toEqual([expect.arrayContaining([id]), expect.arrayContaining([id])]);
    expect(await noticesOf(id)).toEqual([['visit', 'visit-near', 'todo']]);
    const [sms] = await eventually(
      () => web.knex('notices').where({ case_id: id, channel: 'sms', status: 'sent' }).select<{ id: string; kind: string }[]>('id', 'kind'),
      (sent) => sent.length === 1,
    );
    expect([sms?.kind, gateway.sent.get(sms?.id ?? '')]).toEqual(['visit-near', 1]);
    await does(id, 'claim', officer('agent1'));
    await does(id, 'arrive', taxpayer());
    expect(await noticesOf(id)).toEqual([['visit', 'visit-near', 'news']]);
  });

  it('brings its two deadlines in their order, over one timer at a time', async () => {
    const leadMs = 4_500;
    const id = await visit(2 * leadMs, { leadMinutes: leadMs / 60_000 });
    const { reminderClock, clock } = (await column('state', id)) as Record<'reminderClock' | 'clock', { purpose: string; dueAt: number }>;
    expect([reminderClock.purpose, clock.purpose, clock.dueAt - reminderClock.dueAt]).toEqual([
      'visit-reminder',
      'arrival',
      leadMs + graceMs,
    ]);
    await handle(id).result();
    expect(await events(id)).toEqual(['planned', 'neared', 'closed']);
    const at = await web.knex('case_events').where({ case_id: id }).orderBy('version').pluck<Date[]>('at');
    expect(at[1]?.getTime()).toBeGreaterThanOrEqual(reminderClock.dueAt);
    expect(at[2]?.getTime()).toBeGreaterThanOrEqual(clock.dueAt);
    const { events: history } = await handle(id).fetchHistory();
    const timers = (history ?? []).flatMap(({ timerStartedEventAttributes: started, timerFiredEventAttributes: fired }) =>
      started ? [`started ${String(started.timerId)}`] : fired ? [`fired ${String(fired.timerId)}`] : [],
    );
    const [first, second] = timers.filter((line) => line.startsWith('started')).map((line) => line.slice('started '.length));
    expect(timers).toEqual([`started ${String(first)}`, `fired ${String(first)}`, `started ${String(second)}`, `fired ${String(second)}`]);
    expect(await web.ask('GET', `/api/cases/${id}`, { as: taxpayer() })).toMatchObject({ body: { status: 'over', outcome: 'missed' } });
  });
});

describe('who comes while nobody is free', () => {
  it('is refused with the kind’s own code, and nothing has happened; once somebody is, they are received', async () => {
    const id = await visit();
    const before = await web.knex('cases').where({ id }).first<Record<string, unknown>>();
    const refused = await command(id, 'arrive', taxpayer());
    expect([refused.status, codeOf(refused)]).toEqual([409, 'nobody-free']);
    expect(await web.knex('cases').where({ id }).first<Record<string, unknown>>()).toEqual(before);
    expect([await events(id), await task(id)]).toEqual([['planned'], undefined]);
    expect(await handle(id).query('state')).toEqual(before['state']);

    await web
      .knex('officers')
      .where({ id: officer('agent1').id })
      .update({ status: 'online' });
    try {
      await does(id, 'arrive', taxpayer());
    } finally {
      await web.knex('officers').update({ status: 'away' });
    }
    expect(await events(id)).toEqual(['planned', 'arrived', 'assigned']);
    expect(await task(id)).toMatchObject({ turn: 'officer', rank: 0, assignee_id: officer('agent1').id });
    expect(await listed('mine')).toContain(id);
    expect(outcome(await command(id, 'arrive', taxpayer()))).toBe('409 already-arrived');
  });
});

describe('operators', () => {
  /** One that an operator has cancelled. */
  async function cancelled(): Promise<string> {
    const id = await visit();
    await handle(id).cancel();
    await handle(id).result();
    return id;
  }

  it('cancel a visit by its workflow, and it ends by its own rules', async () => {
    const id = await cancelled();
    expect(await column('state', id)).toMatchObject({ status: 'over', outcome: 'cancelled' });
    expect(outcome(await command(id, 'claim', officer('agent1')))).toBe('409 case-closed');
  });

  it('read its history in plain words', async () => {
    const id = await visit(hourMs, { leadMinutes: 10 });
    await does(id, 'claim', officer('agent1'));
    const answer = await web.ask('GET', `/api/supervision/cases/${id}/history`, { as: officer('supervisor1') });
    expect(answer.status).toBe(200);
    const lines = (answer.body['lines'] as { code: string; values: Record<string, unknown> }[]).map(({ code, values }) => [
      code,
      values['step'] ?? values['purpose'],
    ]);
    expect(lines).toContainEqual(['step-scheduled', '登记到数据库（约定上门）']);
    expect(lines).toContainEqual(['timer-started-due', '上门提醒']);
  });

  it('find nothing when they hold the images of all of them against their workflows', async () => {
    await Promise.all([visit(), cancelled()]);
    const { discrepancies } = await verify(web.knex, web.client, { secondLookMs: 100 });
    expect(discrepancies.filter(({ caseId }) => caseId === 'board' || visits.includes(caseId))).toEqual([]);
  });

  it('have the history of one that is over in the archive; it replays, and so do those of all others', async () => {
    const [id] = await Promise.all([cancelled(), visit()]);
    await web.knex('archive_queue').update({ due_at: web.knex.fn.now() });
    const pulse = { beat: () => undefined, cancelled: () => new AbortController().signal, warn: () => undefined };
    await createArchive(web.knex, web.client, pulse).archiveHistories();
    const archived = await web
      .knex('case_histories')
      .where({ case_id: id })
      .select<{ final: boolean; history: object }[]>('final', 'history');
    expect(archived.map(({ final }) => final)).toEqual([true]);
    const histories = await Promise.all(visits.map((each) => handle(each).fetchHistory()));
    const workflowBundle = { codePath: await testBundle() };
    for (const history of [...archived.map((row) => row.history), ...histories]) await Worker.runReplayHistory({ workflowBundle }, history);
  });
});
