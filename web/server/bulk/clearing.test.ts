/** Clearing a closed time over HTTP: bookings are moved to the next free places or cancelled, each once, with each outcome. */
import { randomUUID } from 'node:crypto';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { keepBulkRun } from '../../../db/bulk.ts';
import { eventually } from '../../../tests/support/message.ts';
import { everyDay, inDays, openCentre, setCentre } from '../../../tests/support/slots.ts';
import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import type { BulkRun } from '../../api/bulk.ts';

const web = testWeb({ workers: true });
const centreId = 'binhai-1';
const typeId = 'binhai-appt-guidance';
const halfHour = 1_800_000;
let [zhao, li, admin, agent]: Who[] = [];
/** Each test has a day of its own. */
let day = 2;

beforeAll(async () => {
  [zhao, li] = [await web.taxpayer('zhao-min'), await web.taxpayer('li-xue')];
  [admin, agent] = [await web.officer('admin'), await web.officer('agent1')];
  await openCentre(web.knex, centreId, 2);
});
beforeEach(async () => {
  await web.knex('slot_closures').delete();
  day += 1;
});

const iso = (at: number): string => new Date(at).toISOString();
const ten = (): number => inDays(day, 600);
const errorOf = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;

async function held(who: Who | undefined, startsAt: number): Promise<string> {
  const id = randomUUID();
  const body = { id, centreId, typeId, startsAt: iso(startsAt), form: id };
  expect((await web.ask('POST', '/api/slots/holds', { as: who, body })).body).toMatchObject({ place: { id } });
  return id;
}
async function booked(who: Who | undefined, startsAt: number): Promise<string> {
  const id = randomUUID();
  const placeId = await held(who, startsAt);
  const body = { centreId, typeId, way: 'text', category: 'invoice', placeId, text: '咨询发票开具', phone: '13800138000' };
  const answer = await web.ask('PUT', `/api/appointments/${id}`, { as: who, body });
  expect([answer.status, errorOf(answer)]).toEqual([200, undefined]);
  return id;
}
async function invited(startsAt: number): Promise<string> {
  const id = randomUUID();
  const placeIds = [await held(zhao, startsAt)];
  const body = { identityId: zhao?.['id'], typeId, way: 'text', category: 'invoice', text: '请核对发票额度', placeIds };
  expect((await web.ask('PUT', `/api/invitations/${id}`, { as: agent, body })).status).toBe(200);
  return id;
}
async function closed(from: number, to: number): Promise<string> {
  const id = randomUUID();
  const body = { centreId, from: iso(from), to: iso(to), reason: '停电检修' };
  expect((await web.ask('PUT', `/api/slots/closures/${id}`, { as: admin, body })).status).toBe(204);
  return id;
}
const pathOf = { moveBooking: '/api/bulk-booking-moves', cancelBooking: '/api/bulk-booking-cancellations' };
const begin = (command: keyof typeof pathOf, closureId: string, id: string = randomUUID(), as = admin) =>
  web.ask('PUT', `${pathOf[command]}/${id}`, { as, body: { closureId } });
async function carriedOut(command: keyof typeof pathOf, closureId: string, id: string = randomUUID()): Promise<BulkRun> {
  expect((await begin(command, closureId, id)).status).toBe(200);
  const answer = await eventually(
    async () => (await web.ask('GET', `${pathOf[command]}/${id}`, { as: admin })).body as unknown as BulkRun,
    ({ finishedAt }) => finishedAt !== null,
  );
  return answer;
}
const startsOf = async (id: string) =>
  (await web.knex('slot_places').where({ case_id: id }).pluck<Date[]>('starts_at')).map((at) => at.getTime());
const eventsOf = async (id: string) => await web.knex('case_events').where({ case_id: id }).orderBy('version').pluck<string[]>('type');
const noticesOf = async (id: string, kind: string) =>
  await web.knex('notices').where({ case_id: id, kind, channel: 'inbox' }).pluck<number[]>('version');

describe('moving', () => {
  it('gives each booking the next free place after its own, keeps the case, tells once, and does so once', async () => {
    const [at, end] = [ten(), ten() + 2 * halfHour];
    const [one, two, three] = [await booked(zhao, at), await booked(li, at), await booked(zhao, at + halfHour)];
    // Of the next time one place is taken already.
    const other = await booked(li, end);
    const closureId = await closed(at, end);
    const id = randomUUID();
    expect(await carriedOut('moveBooking', closureId, id)).toMatchObject({ total: 3, done: 3, refused: 0 });
    const starts = (await Promise.all([one, two, three].map(startsOf))).flat().toSorted((a, b) => a - b);
    expect(starts).toEqual([end, end + halfHour, end + halfHour]);
    expect(await startsOf(other)).toEqual([end]);
    for (const moved of [one, two, three]) expect(await noticesOf(moved, 'appointment-moved')).toHaveLength(1);

    expect((await begin('moveBooking', closureId, id)).body).toMatchObject({ total: 3, done: 3 });
    expect(await carriedOut('moveBooking', closureId)).toMatchObject({ total: 0, done: 0 });
    expect((await eventsOf(one)).filter((type) => type === 'moved')).toHaveLength(1);
    expect(await web.knex('slot_places').whereNull('case_id')).toEqual([]);
  }, 60_000);

  it('says which cannot be moved: no place is left, or the times of an invitation wait for an answer', async () => {
    const appointment = await booked(zhao, ten());
    const invitation = await invited(ten() + halfHour);
    const closureId = await closed(ten(), ten() + 2 * halfHour);
    await setCentre(web.knex, 'slots.windows', [], centreId);
    const { items } = await carriedOut('moveBooking', closureId);
    await setCentre(web.knex, 'slots.windows', everyDay(2), centreId);
    expect(items.map(({ caseId, outcome, sentence }) => [caseId, outcome, sentence])).toEqual([
      [appointment, 'refused', expect.stringContaining('没有空余名额')],
      [invitation, 'refused', expect.stringContaining('不能代为改期')],
    ]);
    expect(await startsOf(appointment)).toEqual([ten()]);
  }, 60_000);
});

describe('cancelling', () => {
  it('tells each taxpayer the reason once, blames nobody, gives the places back, and ends invitations', async () => {
    const appointment = await booked(li, ten());
    const invitation = await invited(ten() + halfHour);
    const closureId = await closed(ten(), ten() + 2 * halfHour);
    const id = randomUUID();
    expect(await carriedOut('cancelBooking', closureId, id)).toMatchObject({ total: 2, done: 2, refused: 0 });
    await begin('cancelBooking', closureId, id);
    expect([await startsOf(appointment), await startsOf(invitation)]).toEqual([[], []]);
    expect(await noticesOf(appointment, 'appointment-cancelled')).toHaveLength(1);
    const { body } = await web.ask('GET', `/api/cases/${appointment}`, { as: li });
    expect(body).toMatchObject({ status: 'cancelled', appointment: { cancelCause: 'closure' } });
    const told = (body['story'] as { type: string; text: string | null }[]).filter(({ type }) => type === 'cancelled');
    expect(told.map(({ text }) => text)).toEqual(['停电检修']);
  }, 60_000);

  it('leaves those alone whose time is open again', async () => {
    const appointment = await booked(li, ten());
    const closureId = await closed(ten(), ten() + halfHour);
    const run = { id: randomUUID(), regionId: 'binhai', actorId: admin?.['id'] ?? '', command: 'cancelBooking' as const, closureId };
    await keepBulkRun(web.knex, run, [appointment]);
    expect((await web.ask('DELETE', `/api/slots/closures/${closureId}?centreId=${centreId}`, { as: admin })).status).toBe(204);
    expect(await carriedOut('cancelBooking', closureId, run.id)).toMatchObject({ done: 0, refused: 1 });
    expect(await startsOf(appointment)).toEqual([ten()]);
  }, 60_000);
});

describe('who may', () => {
  it('is the administrator of the region, for a closure that there is; a key has one meaning', async () => {
    const closureId = await closed(ten(), ten() + halfHour);
    expect((await begin('moveBooking', closureId, randomUUID(), agent)).status).toBe(403);
    expect(errorOf(await begin('moveBooking', randomUUID()))).toBe('not-found');
    const elsewhere = { id: randomUUID(), centre_id: 'yunling-1', starts_at: iso(ten()), ends_at: iso(ten() + halfHour) };
    await web.knex('slot_closures').insert({ ...elsewhere, reason: '停电检修', created_by: admin?.['id'] });
    expect(errorOf(await begin('cancelBooking', elsewhere.id))).toBe('not-found');
    const id = randomUUID();
    await begin('moveBooking', closureId, id);
    expect(errorOf(await begin('cancelBooking', closureId, id))).toBe('key-reused');
    expect((await web.ask('GET', `${pathOf.cancelBooking}/${id}`, { as: admin })).status).toBe(404);
  });
});
