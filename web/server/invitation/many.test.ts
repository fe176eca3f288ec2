/** Inviting many taxpayers at once, over HTTP, with real spreadsheets, places and workflows. */
import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { writeXlsx, type CellValue } from 'hucre/xlsx';

import { dateOf, dayNumberOf } from '../../../domain/shanghai.ts';
import { sheetLimits } from '../../../domain/sheet.ts';
import { eventually } from '../../../tests/support/message.ts';
import { idOf, tusClient } from '../../../tests/support/tus.ts';
import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import type { ManyCheck, ManyInvitations } from '../../api/invitation/many.ts';

const web = testWeb({ workers: true });
const [whale, haiyan, tea] = ['91990100MA0DEMO01X', '91990100MA0DEMO02X', '91990200MA0DEMO03X'];
const typeId = 'binhai-appt-guidance';
let agent: Who;
let colleague: Who;

beforeAll(async () => {
  for (const who of ['li-xue-whale', 'chen-zhiqiang-whale', 'wang-lihua-haiyan', 'liu-yang-tea']) await web.taxpayer(who);
  [agent, colleague] = [await web.officer('agent1'), await web.officer('agent2')];
});

/** So many places of 30 minutes from now on, on the first days that the type offers, round the clock. */
const days = Array.from({ length: 7 }, (_, ahead) => dateOf(dayNumberOf(Date.now()) + 1 + ahead));
async function setPlaces(places: number): Promise<void> {
  const windows = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ pool: '', weekday, from: '09:00', to: '17:00', places }));
  await web
    .knex('settings')
    .insert({ scope: 'centre', scope_id: 'binhai-1', key: 'slots.windows', value: JSON.stringify(windows) })
    .onConflict(['scope', 'scope_id', 'key'])
    .merge();
}

const codeOf = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;
const fieldsOf = ({ body }: Answer) =>
  ((body['error'] as { fields?: { path: string; code: string }[] } | undefined)?.fields ?? []).map(({ path, code }) => [path, code]);
const check = (body: object, as = agent) => web.ask('POST', '/api/bulk-invitations/checks', { as, body });
async function checked(body: object): Promise<ManyCheck> {
  const answer = await check(body);
  expect([answer.status, codeOf(answer)]).toEqual([200, undefined]);
  return answer.body as unknown as ManyCheck;
}
const sheet = async (rows: CellValue[][], name = '名单.xlsx'): Promise<string> =>
  idOf(await tusClient(web).uploaded(agent, name, Buffer.from(await writeXlsx({ sheets: [{ name: '名单', rows }] }))));
const bodyOf = (change: object = {}) => ({
  ...{ list: `${whale}\n${haiyan}`, typeId, way: 'text', category: 'invoice', days, timesEach: 2, answerMinutes: 600 },
  ...{ text: '请核对发票额度' },
  ...change,
});
const start = (id: string, body: object, as = agent) => web.ask('PUT', `/api/bulk-invitations/${id}`, { as, body });
const read = async (id: string, query = ''): Promise<ManyInvitations> =>
  (await web.ask('GET', `/api/bulk-invitations/${id}${query}`, { as: agent })).body as unknown as ManyInvitations;
const finished = (id: string): Promise<ManyInvitations> =>
  eventually(
    () => read(id),
    ({ finishedAt }) => finishedAt !== null,
  );

describe('a dry run', () => {
  it('finds the taxpayers of the region, and names the same one twice and unknown numbers by row', async () => {
    const list = [whale, '', ` ${haiyan.toLowerCase()} `, 'nobody', tea, '９１９９０１００MA0DEMO01X'].join('\r\n');
    const { taxpayers, faulty, faults } = await checked({ list });
    expect([taxpayers, faulty]).toEqual([2, 3]);
    expect(faults.map(({ row, value, code }) => [row, value, code])).toEqual([
      [4, 'NOBODY', 'taxpayer-unknown'],
      [5, tea, 'taxpayer-unknown'],
      [6, whale, 'taxpayer-twice'],
    ]);
  });

  it('reads a spreadsheet by its headed column, and names rows as the spreadsheet does', async () => {
    const rows = [
      ['名称', '纳税人识别号'],
      ['蓝鲸', whale],
      ['', ''],
      ['海晏', haiyan],
      ['没有', '123'],
      ['蓝鲸', whale],
    ];
    const { taxpayers, faults } = await checked({ uploadId: await sheet(rows) });
    expect([taxpayers, faults.map(({ row, code }) => [row, code])]).toEqual([
      2,
      [
        [5, 'taxpayer-unknown'],
        [6, 'taxpayer-twice'],
      ],
    ]);
    // Without the head, the first column counts.
    expect(await checked({ uploadId: await sheet([['号码'], [whale]]) })).toMatchObject({ taxpayers: 1, faulty: 0 });
  });

  it('takes 10,000 rows and no more, of a list and of a spreadsheet, and lists a bounded number of faults', async () => {
    const numbers = Array.from({ length: sheetLimits.rows }, (_, at) => `9199${String(at).padStart(14, '0')}`);
    const { faulty, faults } = await checked({ list: numbers.join('\n') });
    expect([faulty, faults.length]).toEqual([sheetLimits.rows, sheetLimits.faults]);
    expect(codeOf(await check({ list: [...numbers, whale].join('\n') }))).toBe('sheet-too-many-rows');
    expect(codeOf(await check({ uploadId: await sheet([['税号'], ...[...numbers, whale].map((each) => [each])]) }))).toBe(
      'sheet-too-many-rows',
    );
  }, 60_000);

  it('refuses what is no spreadsheet, a file of somebody else, and both or neither of the two', async () => {
    const words = idOf(await tusClient(web).uploaded(agent, '名单.txt', Buffer.from(whale)));
    expect(codeOf(await check({ uploadId: words }))).toBe('sheet-unreadable');
    const file = await sheet([['税号'], [whale]]);
    expect(codeOf(await check({ uploadId: file }, colleague))).toBe('upload-unknown');
    expect(fieldsOf(await check({}))).toEqual([['list', 'required']]);
    expect(fieldsOf(await check({ list: whale, uploadId: file }))).toEqual([['list', 'required']]);
  });
});

describe('a run', () => {
  it('invites each at places of their own that are held, once, and links the invitations', async () => {
    await setPlaces(3);
    const id = randomUUID();
    const body = bodyOf();
    expect((await start(id, body)).status).toBe(200);
    const run = await finished(id);
    expect([run.total, run.done, run.refused]).toEqual([2, 2, 0]);
    expect(run.items.map(({ taxNumber, outcome }) => [taxNumber, outcome])).toEqual([
      [whale, 'done'],
      [haiyan, 'done'],
    ]);
    for (const { caseId, number } of run.items) {
      const { body: found } = await web.ask('GET', `/api/cases/${caseId ?? ''}`, { as: agent });
      expect(found).toMatchObject({ number, status: 'sent', kind: 'invitation', assignee: { id: agent['id'] } });
      const { proposed } = found['invitation'] as { proposed: { placeId: string; startsAt: string; endsAt: string }[] };
      expect(proposed.length).toBe(2);
      expect(Date.parse(proposed[0]?.endsAt ?? '')).toBeLessThanOrEqual(Date.parse(proposed[1]?.startsAt ?? ''));
      expect(await web.knex('slot_places').where({ case_id: caseId, state: 'held' }).pluck('id')).toEqual(
        expect.arrayContaining(proposed.map(({ placeId }) => placeId)),
      );
    }
    // Repeated, nobody is invited again; other contents are refused, and so is somebody else.
    expect((await start(id, body)).body).toMatchObject({ done: 2, total: 2 });
    expect(codeOf(await start(id, bodyOf({ timesEach: 1 })))).toBe('key-reused');
    expect(codeOf(await start(id, body, colleague))).toBe('key-reused');
    expect((await web.ask('GET', `/api/bulk-invitations/${id}`, { as: colleague })).status).toBe(404);
    expect(await read(id, '?outcome=refused')).toMatchObject({ items: [], done: 2 });
    const own = await web.ask('GET', '/api/bulk-invitations', { as: agent });
    expect((own.body['items'] as { id: string }[]).map((each) => each.id)).toContain(id);
  }, 60_000);

  it('tells who found no free place, and goes on', async () => {
    await setPlaces(1);
    const day = dateOf(dayNumberOf(Date.now()) + 6);
    const at = (hour: number): Date => new Date(Date.parse(`${day}T00:00:00+08:00`) + hour * 3_600_000);
    // One place is left on that day.
    await web.knex('slot_closures').insert([
      { id: randomUUID(), centre_id: 'binhai-1', starts_at: at(0), ends_at: at(9.5), reason: '停电', created_by: agent['id'] },
      { id: randomUUID(), centre_id: 'binhai-1', starts_at: at(10), ends_at: at(24), reason: '停电', created_by: agent['id'] },
    ]);
    const id = randomUUID();
    expect((await start(id, bodyOf({ days: [day], timesEach: 1 }))).status).toBe(200);
    const { done, refused, items } = await finished(id);
    expect([done, refused]).toEqual([1, 1]);
    const left = items.find(({ outcome }) => outcome === 'refused');
    expect(left).toMatchObject({ caseId: null, number: null, sentence: '所选日期没有可以提议的空余时间。' });
  }, 60_000);

  it('that could not be started begins by itself; what an earlier try had begun is not begun again', async () => {
    await setPlaces(3);
    const first = randomUUID();
    await start(first, bodyOf({ timesEach: 1 }));
    const { items } = await finished(first);
    const caseIds = items.map(({ caseId }) => caseId ?? '');
    const places = () => web.knex('slot_places').whereIn('case_id', caseIds).orderBy('id').pluck<string[]>('id');
    const before = await places();
    // A worker has died after it had begun the cases and before it could say so, and Temporal was away when the run was kept.
    const again = randomUUID();
    await web.knex.raw(
      `INSERT INTO bulk_openings (id, region_id, centre_id, actor_id, kind, contents, opening, policy, body, days, places_each, created_at)
       SELECT :again, region_id, centre_id, actor_id, kind, contents, opening, policy, body, days, places_each, now() - interval '1 minute'
       FROM bulk_openings WHERE id = :first`,
      { again, first },
    );
    await web.knex.raw(
      `INSERT INTO bulk_opening_items (run_id, position, identity_id, case_id)
       SELECT :again, position, identity_id, case_id FROM bulk_opening_items WHERE run_id = :first`,
      { again, first },
    );
    const { taskQueue } = await web.client.workflow.getHandle(`invitation/${caseIds[0] ?? ''}`).describe();
    await web.client.workflow.execute('chore', { workflowId: `chore-${again}`, taskQueue, args: ['beginBulkRuns'] });
    const run = await finished(again);
    expect([run.done, run.refused, run.items.map(({ caseId }) => caseId)]).toEqual([2, 0, caseIds]);
    expect(await places()).toEqual(before);
  }, 60_000);

  it('with a fault in a row, a wrong type, way or day invites nobody', async () => {
    const refused = await start(randomUUID(), bodyOf({ list: `${whale}\nnobody` }));
    expect([refused.status, fieldsOf(refused)]).toEqual([422, [['rows.2', 'taxpayer-unknown']]]);
    expect(fieldsOf(await start(randomUUID(), bodyOf({ typeId: 'none' })))).toEqual([['typeId', 'not-a-choice']]);
    expect(fieldsOf(await start(randomUUID(), bodyOf({ category: 'none' })))).toEqual([['category', 'not-a-choice']]);
    expect(fieldsOf(await start(randomUUID(), bodyOf({ days: ['2020-01-01'] })))).toEqual([['days.0', 'out-of-range']]);
    expect(fieldsOf(await start(randomUUID(), bodyOf({ list: ' \n ' })))).toEqual([['list', 'required']]);
    expect((await start(randomUUID(), bodyOf(), await web.taxpayer('zhao-min'))).status).toBe(403);
  });
});
