/** Supervisors' view of cases on a real server, and the retry of a failing step. */
import { randomUUID } from 'node:crypto';

import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { storeHistory } from '../../../db/archive.ts';
import { done, eventually, Message } from '../../../tests/support/message.ts';
import { stage } from '../../../tests/support/stage.ts';
import type { SupervisionItem, SupervisionSummary, WorkflowHistory } from '../../api/desk.ts';
import { codeOf, deskServer, type Ask, type DeskServer } from '../../../tests/support/desk-web.ts';

const the = stage();
let server: DeskServer;
let supervisor: Ask;
let administrator: Ask;
let outsider: Ask;
let foreigner: Ask;

beforeAll(async () => {
  server = await deskServer(the.knex, the.client, { taskQueue: the.taskQueue, temporalUi: 'http://temporal.example/' });
  const { knex, people } = the;
  await knex('regions').insert({ id: 'abroad', name: '外地', name_en: 'Abroad' });
  const officer = async (row: object): Promise<Ask> => {
    const [made] = await knex('officers')
      .insert({ login: randomUUID(), name: 'x', password_hash: '-', ...row })
      .returning<{ id: string }[]>('id');
    return server.officer(made?.id ?? '');
  };
  supervisor = await server.officer(people.supervisor);
  administrator = await officer({ region_id: 'region', role: 'administrator' });
  foreigner = await officer({ region_id: 'abroad', role: 'administrator' });
  outsider = await officer({ region_id: 'region', centre_id: 'west', role: 'supervisor' });
}, 60_000);
afterAll(() => server.close());

const history = (who: Ask, id: string) => who<WorkflowHistory>('GET', `/api/supervision/cases/${id}/history`);
const list = (who: Ask, query: string) => who<{ items: SupervisionItem[]; next: string | null }>('GET', `/api/supervision/cases?${query}`);
const codes = ({ lines }: WorkflowHistory): string[] => lines.map(({ code }) => code);

describe('the history', () => {
  it('tells how an open case runs, and what it waits for', async () => {
    const message = new Message(the);
    await message.submit();
    const { status, body } = await history(supervisor, message.id);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      case: { id: message.id, status: 'assigned', warned: false, dueAt: expect.any(String), closedAt: null },
      workflowId: `message/${message.id}`,
      workflowStatus: 'RUNNING',
      source: 'temporal',
      waitingFor: { purpose: 'first-answer', next: 'warn' },
      pending: [],
      actions: ['reassign', 'end'],
      temporalUi: `http://temporal.example/namespaces/default/workflows/message%2F${message.id}/${body.runId}/history`,
    });
    expect(codes(body)).toEqual(
      expect.arrayContaining([
        'message:history.started',
        'message:history.open',
        'step-scheduled',
        'step-done-assigned',
        'timer-started-warn',
        'answered',
      ]),
    );
    expect(body.lines[0]?.raw).toMatchObject({ eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED' });
    expect(body.lines.find(({ code }) => code === 'step-done-assigned')?.values['to']).toBe('agent');
  });

  it('is found by the number as well, for whom it is there by its id', async () => {
    const message = new Message(the);
    await message.submit();
    const { number } = (await history(supervisor, message.id)).body.case;
    expect((await history(supervisor, number)).body.case.id).toBe(message.id);
    for (const unknown of ['209901019999999', 'nothing', `${number}0`]) {
      const answer = await history(supervisor, unknown);
      expect([answer.status, codeOf(answer)]).toEqual([404, 'not-found']);
    }
    expect((await history(outsider, number)).status).toBe(404);
  });

  it('is there after the end, and from the archive when the server has forgotten', async () => {
    const message = new Message(the);
    await message.submit();
    await message.asTaxpayer({ type: 'withdraw' });
    const ended = await eventually(
      () => history(supervisor, message.id),
      ({ body }) => body.workflowStatus === 'COMPLETED',
    );
    expect(ended.body).toMatchObject({ waitingFor: null, actions: [], source: 'temporal' });
    expect(codes(ended.body).at(-1)).toBe('completed');

    // A case whose workflow is past the server's retention.
    const forgotten = randomUUID();
    await the.knex.raw(
      `INSERT INTO cases SELECT (jsonb_populate_record(c, jsonb_build_object('id', :forgotten::text, 'number', '202001019000001'))).* FROM cases c WHERE id = :id`,
      { forgotten, id: message.id },
    );
    expect((await history(supervisor, forgotten)).body).toMatchObject({ workflowStatus: 'UNKNOWN', lines: [] });
    await storeHistory(the.knex, forgotten, {
      runId: ended.body.runId,
      startedAt: new Date(),
      final: true,
      history: JSON.stringify({ events: ended.body.lines.map(({ raw }) => raw) }),
    });
    const later = await history(supervisor, forgotten);
    expect(later.body).toMatchObject({
      source: 'archive',
      workflowStatus: 'ARCHIVED',
      runId: ended.body.runId,
      pending: [],
      temporalUi: null,
      actions: [],
    });
    expect(codes(later.body)).toEqual(codes(ended.body));
  });

  it('says that Temporal is down, but still shows what is archived', async () => {
    const message = new Message(the);
    await message.submit();
    const alone = await deskServer(
      the.knex,
      new Client({ connection: Connection.lazy({ address: '127.0.0.1:9', connectTimeout: '300ms' }) }),
    );
    try {
      const asking = await alone.officer(the.people.supervisor);
      const began = Date.now();
      const answer = await asking('GET', `/api/supervision/cases/${message.id}/history`);
      expect([answer.status, codeOf(answer)]).toEqual([503, 'temporal-unavailable']);
      expect(Date.now() - began).toBeLessThan(12_000);
      expect(codeOf(await asking('POST', `/api/supervision/cases/${message.id}/retries`, { activityId: '1' }))).toBe(
        'temporal-unavailable',
      );
      done(await message.asTaxpayer({ type: 'withdraw' }));
      await storeHistory(the.knex, message.id, { runId: 'run', startedAt: new Date(), final: true, history: '{"events":[]}' });
      expect((await history(asking, message.id)).body).toMatchObject({ source: 'archive', lines: [] });
    } finally {
      await alone.close();
    }
  });

  it('leaves a row in the audit log', async () => {
    const message = new Message(the);
    await message.submit();
    await history(administrator, message.id);
    expect(await the.knex('audit_log').where({ action: 'inspect', object_id: message.id })).toHaveLength(1);
  });
});

describe('a step that keeps failing', () => {
  it('shows its attempts and reason, and is tried at once when told to', async () => {
    const message = new Message(the);
    await message.submit();
    const holder = await message.holder();
    // Blocks the projection.
    await the.owner.raw('ALTER TABLE notices RENAME TO notices_away');
    const reply = message.asOfficer(holder, { type: 'reply', textId: await message.text(), uploadIds: [] });
    const failing = await eventually(
      async () => (await history(supervisor, message.id)).body,
      ({ pending }) => (pending[0]?.attempt ?? 0) >= 5 && pending[0]?.nextAttemptAt !== null,
    ).finally(() => the.owner.raw('ALTER TABLE notices_away RENAME TO notices'));
    const [step] = failing.pending;
    expect(step).toMatchObject({ activity: 'project', failing: true, lastFailure: expect.stringContaining('notices') });
    expect(failing.actions).toContain('retry');

    const pending = async () => (await history(supervisor, message.id)).body.pending;
    // The step has been failing for seconds and would wait for seconds more.
    const wait = Date.parse(step?.nextAttemptAt ?? '') - Date.now();
    const began = Date.now();
    const { status } = await supervisor('POST', `/api/supervision/cases/${message.id}/retries`, { activityId: step?.activityId });
    expect(status).toBe(204);
    await eventually(pending, (left) => left.length === 0);
    expect(Date.now() - began).toBeLessThan(Math.max(wait, 1_500));
    expect((await reply).kind).not.toBe('refused');
    expect(await message.events()).toContain('replied');
    expect(await the.knex('audit_log').where({ action: 'retry', object_id: message.id })).toMatchObject([
      { actor_id: the.people.supervisor, detail: { activityId: step?.activityId } },
    ]);
  });

  it('cannot be retried once it is done, nor in a case that has ended or never was', async () => {
    const message = new Message(the);
    await message.submit();
    expect(codeOf(await supervisor('POST', `/api/supervision/cases/${message.id}/retries`, { activityId: '1' }))).toBe('not-found');
    expect(codeOf(await supervisor('POST', `/api/supervision/cases/${message.id}/retries`, {}))).toBe('invalid-request');
    expect(codeOf(await supervisor('POST', `/api/supervision/cases/${randomUUID()}/retries`, { activityId: '1' }))).toBe('not-found');
    expect(await the.knex('audit_log').where({ action: 'retry', object_id: message.id })).toEqual([]);
  });
});

describe('the lists', () => {
  it('hold the open cases of the centre by due time, page by page, and find them by what was written', async () => {
    const texts = ['留抵退税', '留抵退税', '留抵退税'];
    for (const text of texts) {
      const message = new Message(the);
      await message.submit();
      await the.knex('tasks').where({ case_id: message.id }).update({ search: text });
    }
    const whole = (await list(supervisor, 'size=100')).body.items;
    const dues = whole.map(({ dueAt }) => dueAt ?? '');
    expect(dues).toEqual([...dues].sort());
    const paged: SupervisionItem[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body }: { body: { items: SupervisionItem[]; next: string | null } } = await list(
        supervisor,
        `size=2${next === '' ? '' : `&cursor=${next}`}`,
      );
      paged.push(...body.items);
      next = body.next;
    }
    expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
    expect((await list(supervisor, 'q=留抵')).body.items).toHaveLength(3);
    // An administrator can search by number, not by contents.
    expect((await list(administrator, 'q=留抵')).body.items).toHaveLength(0);
    const number = whole[0]?.number ?? '';
    expect((await list(administrator, `q=${number}`)).body.items.map((item) => item.number)).toEqual([number]);
    expect((await list(supervisor, 'size=2&cursor=nonsense')).status).toBe(422);
  });

  it('name the taxpayer as the worklist does, but not to an administrator, whether open, ended or looked into', async () => {
    const [open, ended] = [new Message(the), new Message(the)];
    await open.submit();
    await ended.submit();
    await ended.asTaxpayer({ type: 'withdraw' });
    const named = async (who: Ask): Promise<(string | null | undefined)[]> => [
      (await list(who, 'size=100')).body.items.find(({ id }) => id === open.id)?.taxpayer,
      (await list(who, 'state=closed&size=100')).body.items.find(({ id }) => id === ended.id)?.taxpayer,
      (await history(who, open.id)).body.case.taxpayer,
      (await history(who, ended.id)).body.case.taxpayer,
    ];
    expect(await named(supervisor)).toEqual(['测试', '测试', '测试', '测试']);
    expect(await named(administrator)).toEqual([null, null, null, null]);

    const identity = the.knex('identities').where({ id: the.people.taxpayer });
    await identity.clone().update({ company_name: '测试公司' });
    try {
      expect(await named(supervisor)).toEqual(['测试公司', '测试公司', '测试公司', '测试公司']);
      expect(await named(administrator)).toEqual([null, null, null, null]);
    } finally {
      await identity.clone().update({ company_name: null });
    }
  });

  it('hold the closed ones, the latest first, found by number or by name', async () => {
    for (let i = 0; i < 3; i += 1) {
      const message = new Message(the);
      await message.submit();
      await message.asTaxpayer({ type: 'withdraw' });
    }
    const { items } = (await list(supervisor, 'state=closed&size=100')).body;
    const times = items.map(({ closedAt }) => closedAt ?? '');
    expect(times).toEqual([...times].sort().reverse());
    expect(items.length).toBeGreaterThanOrEqual(3);
    const first = (await list(supervisor, 'state=closed&size=2')).body;
    const second = (await list(supervisor, `state=closed&size=2&cursor=${first.next ?? ''}`)).body;
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(
      items
        .slice(0, 4)
        .map(({ id }) => id)
        .slice(0, first.items.length + second.items.length),
    );
    expect((await list(supervisor, `state=closed&q=${items[0]?.number ?? ''}`)).body.items).toHaveLength(1);
    expect((await list(supervisor, 'state=closed&q=测试&size=100')).body.items).toHaveLength(items.length);
    expect((await list(administrator, 'state=closed&q=测试')).body.items).toHaveLength(0);
    expect((await list(supervisor, `state=open&cursor=${first.next ?? ''}`)).status).toBe(422);
  });

  it('are counted', async () => {
    const { body } = await supervisor<SupervisionSummary>('GET', '/api/supervision/summary');
    const open = (await list(supervisor, 'size=100')).body.items;
    expect(body.byStatus.reduce((sum, { count }) => sum + count, 0)).toBe(open.length);
    for (const { kind, status, count } of body.byStatus)
      expect(open.filter((item) => item.kind === kind && item.status === status)).toHaveLength(count);
    expect(body.byOfficer.reduce((sum, each) => sum + each.open, 0) + body.unassigned).toBe(open.length);
    expect(body.overdue).toBe(open.filter(({ escalated }) => escalated).length);
    expect(body.byOfficer).toHaveLength(3);
    expect((await administrator<SupervisionSummary>('GET', '/api/supervision/summary')).body.byOfficer.length).toBeGreaterThanOrEqual(6);
  });
});

describe('who may watch', () => {
  it('neither another centre’s supervisor nor another region’s administrator: there is no such case', async () => {
    const message = new Message(the);
    await message.submit();
    for (const who of [outsider, foreigner]) {
      for (const answer of [
        await who('GET', `/api/supervision/cases/${message.id}/history`),
        await who('POST', `/api/supervision/cases/${message.id}/retries`, { activityId: '1' }),
      ]) {
        expect([answer.status, codeOf(answer)]).toEqual([404, 'not-found']);
      }
      expect((await list(who, 'size=100')).body.items.some(({ id }) => id === message.id)).toBe(false);
    }
    expect((await list(foreigner, '')).body).toEqual({ items: [], next: null });
    expect((await history(administrator, message.id)).body.actions).toEqual([]);
    expect(codeOf(await supervisor('GET', '/api/supervision/cases/nonsense/history'))).toBe('not-found');
  });

  it('nor agents, taxpayers and strangers', async () => {
    const id = randomUUID();
    for (const path of ['/api/supervision/cases', '/api/supervision/summary', `/api/supervision/cases/${id}/history`]) {
      expect(codeOf(await (await server.officer(the.people.east[0]))('GET', path))).toBe('not-allowed');
      expect(codeOf(await (await server.taxpayer(the.people.taxpayer))('GET', path))).toBe('not-allowed');
      expect(codeOf(await server.stranger('GET', path))).toBe('not-signed-in');
    }
    const forged = await supervisor(
      'POST',
      `/api/supervision/cases/${id}/retries`,
      { activityId: '1' },
      { origin: 'https://evil.example' },
    );
    expect(codeOf(forged)).toBe('origin-refused');
  });
});
