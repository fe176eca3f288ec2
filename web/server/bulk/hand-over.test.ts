/** Bulk hand-over of an officer's own cases. */
import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { keepBulkRun } from '../../../db/bulk.ts';
import { maxTextLength } from '../../../domain/settings.ts';
import { formDesk } from '../../../tests/support/form-desk.ts';
import { eventually } from '../../../tests/support/message.ts';
import { codeOf, content, faultsOf, outcome, question, type Login } from '../../../tests/support/order-desk.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';

const web = testWeb({ workers: true });
const the = formDesk(web);
const { officer } = the;

const note = '休假两周，请接手。';
const start = (id: string, as: Who, body: object) => web.ask('PUT', `/api/bulk-hand-overs/${id}`, { as, body });
const look = (id: string, as: Who) => web.ask('GET', `/api/bulk-hand-overs/${id}`, { as });
const to = (login: Login, caseIds: string[], change: object = {}) => ({ officerId: officer(login).id, caseIds, note, ...change });
const finished = (id: string, as: Who) =>
  eventually(
    async () => (await look(id, as)).body,
    ({ finishedAt }) => typeof finishedAt === 'string',
  );
const holderOf = async (id: string) => (await web.knex('cases').where({ id }).pluck<(string | null)[]>('assignee_id'))[0];

describe('handing many cases over', () => {
  it('hands over cases of every kind, each with the note, and does so once', async () => {
    const caseIds = [await the.message(), await the.order(question()), await the.form()];
    const id = randomUUID();
    expect(await start(id, officer('agent1'), to('agent2', caseIds))).toMatchObject({ status: 200, body: { id, total: 3 } });
    expect(await finished(id, officer('agent1'))).toMatchObject({ total: 3, done: 3, refused: 0 });
    for (const caseId of caseIds) {
      expect(await holderOf(caseId)).toBe(officer('agent2').id);
      const { story } = await the.read(caseId, officer('agent2'));
      expect(story.filter(({ type }) => type === 'handed-over').map(({ text }) => text)).toEqual([note]);
    }

    const again = await start(id, officer('agent1'), to('agent2', caseIds));
    // The cases are no longer the officer's; the run is the same.
    expect(again).toMatchObject({ status: 200, body: { done: 3 } });
    for (const caseId of caseIds) expect((await the.events(caseId)).filter((type) => type === 'handed-over')).toHaveLength(1);
  });

  it('says of each that could not be handed over why, and hands over the others', async () => {
    const [asked, withdrawn, free] = [await the.message(), await the.message(), await the.message()];
    expect(outcome(await the.onMessage(withdrawn, 'withdraw', the.taxpayer()))).toBe('withdrawn');
    expect(outcome(await the.onMessage(asked, 'askBack', officer('agent1'), content('请补充合同。')))).toBe('asked-back');
    const id = randomUUID();
    await start(id, officer('agent1'), to('agent2', [asked, withdrawn, free]));
    expect(await finished(id, officer('agent1'))).toMatchObject({
      done: 1,
      refused: 2,
      items: [
        { caseId: asked, outcome: 'refused', sentence: '正在等待纳税人回应，暂不能进行此操作。' },
        { caseId: withdrawn, outcome: 'refused', sentence: expect.stringContaining('不能再操作') },
        { caseId: free, outcome: 'done', sentence: null },
      ],
    });
  });

  it('takes nothing from who has been given a case since it was kept', async () => {
    const [taken, free] = [await the.message(), await the.message()];
    const id = randomUUID();
    const run = {
      id,
      regionId: 'binhai',
      actorId: officer('agent1').id,
      command: 'handOver' as const,
      officerId: officer('agent2').id,
      note,
    };
    expect(await keepBulkRun(web.knex, run, [taken, free])).toBe(true);
    await the.onMessage(taken, 'reassign', officer('supervisor1'), { officerId: officer('agent3').id });
    expect((await start(id, officer('agent1'), to('agent2', [taken, free]))).status).toBe(200);
    expect(await finished(id, officer('agent1'))).toMatchObject({
      items: [
        { caseId: taken, outcome: 'refused', sentence: '这件事项正由他人处理，您不能操作。' },
        { caseId: free, outcome: 'done' },
      ],
    });
    expect(await holderOf(taken)).toBe(officer('agent3').id);
  });

  it('is for supervisors as well, with what they hold themselves', async () => {
    const own = await the.message('supervisor1');
    const id = randomUUID();
    expect((await start(id, officer('supervisor1'), to('agent2', [own]))).status).toBe(200);
    expect(await finished(id, officer('supervisor1'))).toMatchObject({ done: 1 });
    expect(await holderOf(own)).toBe(officer('agent2').id);
  });
});

describe('is refused', () => {
  it.each<[string, Login, object, number, string]>([
    ['an administrator', 'admin', {}, 403, 'not-allowed'],
    ['to an officer of another centre', 'agent1', { officerId: 'agent4' }, 422, 'officer-unknown'],
    ['without a note', 'agent1', { note: null }, 422, 'invalid-request'],
    ['with an empty note', 'agent1', { note: ' ' }, 422, 'invalid-request'],
    ['with a note that is too long', 'agent1', { note: '长'.repeat(maxTextLength + 1) }, 422, 'invalid-request'],
    ['nothing', 'agent1', { caseIds: [] }, 422, 'invalid-request'],
    ['over a thousand', 'agent1', { caseIds: Array.from({ length: 1_001 }, () => randomUUID()) }, 422, 'invalid-request'],
  ])('%s', async (_, who, change, status, code) => {
    const id = randomUUID();
    const body = to('agent2', [await the.message()], change);
    if (body.officerId === 'agent4') body.officerId = officer('agent4').id;
    const answer = await start(id, officer(who), body);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(await web.knex('bulk_runs').where({ id })).toEqual([]);
  });

  it('a taxpayer', async () => {
    expect(codeOf(await start(randomUUID(), the.taxpayer(), to('agent2', [await the.message()])))).toBe('not-allowed');
  });

  it('every case by name that is not the officer’s own: a colleague’s, nobody’s, one that there is not, one named twice', async () => {
    const [own, colleagues, nobodys] = [await the.message(), await the.message('agent3'), await the.message(null)];
    const id = randomUUID();
    const answer = await start(id, officer('agent1'), to('agent2', [own, colleagues, nobodys, randomUUID()]));
    expect([answer.status, codeOf(answer)]).toEqual([422, 'invalid-request']);
    expect(Object.keys(faultsOf(answer))).toEqual(['caseIds.1', 'caseIds.2', 'caseIds.3']);
    for (const who of ['supervisor1', 'agent4', 'supervisor2'] as const)
      expect(faultsOf(await start(id, officer(who), to('agent2', [own])))).toEqual({ 'caseIds.0': 'not-a-choice' });
    expect(faultsOf(await start(id, officer('agent1'), to('agent2', [own, own])))).toEqual({ caseIds: 'duplicate' });
    expect(await web.knex('bulk_runs').where({ id })).toEqual([]);
    expect(await holderOf(own)).toBe(officer('agent1').id);
  });

  it('the same run with other contents; and nobody else, nor the page of the other command, shows it', async () => {
    const [one, other] = [await the.message(), await the.message()];
    const id = randomUUID();
    await start(id, officer('agent1'), to('agent2', [one]));
    for (const body of [to('agent2', [other]), to('agent3', [one]), to('agent2', [one], { note: '另一个说明' })])
      expect(codeOf(await start(id, officer('agent1'), body))).toBe('key-reused');
    const reassigned = await web.ask('PUT', `/api/bulk-reassignments/${id}`, { as: officer('supervisor1'), body: to('agent2', [one]) });
    expect(codeOf(reassigned)).toBe('key-reused');
    expect((await look(id, officer('agent2'))).status).toBe(404);
    expect((await web.ask('GET', `/api/bulk-reassignments/${id}`, { as: officer('supervisor1') })).status).toBe(404);
    expect((await look(randomUUID(), officer('agent1'))).status).toBe(404);
    expect(await finished(id, officer('agent1'))).toMatchObject({ done: 1 });
  });
});
