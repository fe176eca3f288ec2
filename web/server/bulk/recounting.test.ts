/** Counting deadlines anew over HTTP: the preview says what the run does, and the run does it once. */
import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { dateOf, dayNumberOf } from '../../../domain/shanghai.ts';
import { eventually } from '../../../tests/support/message.ts';
import { setCentre } from '../../../tests/support/slots.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import type { BulkRun, RecountPreview } from '../../api/bulk.ts';

const web = testWeb({ workers: true });
let [li, admin, supervisor]: Who[] = [];

beforeAll(async () => {
  li = await web.taxpayer('li-xue-whale');
  [admin, supervisor] = [await web.officer('admin'), await web.officer('supervisor1')];
});

async function submitted(centreId: string): Promise<string> {
  const id = randomUUID();
  const body = { centreId, typeId: 'binhai-invoice', text: '请问电子发票红冲以后如何重新开具?', reminder: 'inbox' };
  expect((await web.ask('PUT', `/api/messages/${id}`, { as: li, body })).status).toBe(200);
  return id;
}
const preview = async () => (await web.ask('GET', '/api/bulk-recounts/preview', { as: admin })).body as unknown as RecountPreview;
const begin = (id: string, as = admin) => web.ask('PUT', `/api/bulk-recounts/${id}`, { as, body: {} });
const carriedOut = async (id: string) => {
  expect((await begin(id)).status).toBe(200);
  return await eventually(
    async () => (await web.ask('GET', `/api/bulk-recounts/${id}`, { as: admin })).body as unknown as BulkRun,
    ({ finishedAt }) => finishedAt !== null,
  );
};
const dueOf = async (id: string) => (await web.knex('tasks').where({ case_id: id }).pluck<Date[]>('due_at'))[0]?.toISOString();

describe('a calendar that is corrected', () => {
  it('is shown beforehand by kind and case, moves exactly those deadlines, stands in each story, and is done once', async () => {
    const [touched, untouched] = [await submitted('binhai-1'), await submitted('binhai-2')];
    expect(await preview()).toEqual({ kinds: [], complete: true, items: [] });
    const before = await dueOf(touched);
    const today = dayNumberOf(Date.now());
    const closed = Array.from({ length: 10 }, (_, i) => [dateOf(today + i), 'holiday']);
    await setCentre(web.knex, 'calendar.days', Object.fromEntries(closed), 'binhai-1');

    const shown = await preview();
    expect(shown.kinds).toEqual([{ kind: 'message', total: 1, moved: 1 }]);
    expect(shown.items).toEqual([expect.objectContaining({ caseId: touched, from: before })]);
    expect(await dueOf(touched)).toBe(before);

    const id = randomUUID();
    expect(await carriedOut(id)).toMatchObject({ total: 1, done: 1, refused: 0 });
    expect(await dueOf(touched)).toBe(shown.items[0]?.to);
    expect((await begin(id)).body).toMatchObject({ total: 1, done: 1 });
    expect(await preview()).toEqual({ kinds: [], complete: true, items: [] });
    expect(await carriedOut(randomUUID())).toMatchObject({ total: 0 });
    const { body } = await web.ask('GET', `/api/cases/${touched}`, { as: li });
    expect((body['story'] as { type: string }[]).filter(({ type }) => type === 'recounted')).toHaveLength(1);
    expect(await web.knex('case_events').where({ case_id: untouched, type: 'recounted' })).toEqual([]);
  }, 60_000);

  it('is counted anew by the administrator alone', async () => {
    expect((await begin(randomUUID(), supervisor)).status).toBe(403);
    expect((await web.ask('GET', '/api/bulk-recounts/preview', { as: li })).status).toBe(403);
  });
});
