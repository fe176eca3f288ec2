/** The supervisor's live load over HTTP: what counts today, where it stands, and who may see whose. */
import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { dateOf, dayNumberOf, startOfDay } from '../../../domain/shanghai.ts';
import { heldPlace } from '../../../tests/support/appointment.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import type { AppointmentsToday, AppointmentsTodayCases } from '../../api/appointment/today.ts';

const web = testWeb({ workers: true });
const typeId = 'binhai-appt-guidance';
const hourMs = 3_600_000;
const [from, until] = [startOfDay(dayNumberOf(Date.now())), startOfDay(dayNumberOf(Date.now()) + 1)];
let [zhao, supervisor, elsewhere, admin, agent]: Who[] = [];

beforeAll(async () => {
  zhao = await web.taxpayer('zhao-min');
  [supervisor, elsewhere, admin, agent] = await Promise.all(
    ['supervisor1', 'supervisor2', 'admin', 'agent1'].map((login) => web.officer(login)),
  );
});

/** Books behind the rules of the calendar; then makes its row what a long wait would have made of it. */
async function booked(startsAt: number, change: { status?: string; state?: object } = {}): Promise<string> {
  const placeId = await heldPlace(web.knex, zhao?.['id'] ?? '', {
    startsAt: Date.now() + 72 * hourMs,
    endsAt: Date.now() + 73 * hourMs,
    centreId: 'binhai-1',
    typeId,
  });
  const id = randomUUID();
  const body = { centreId: 'binhai-1', typeId, way: 'text', category: 'invoice', placeId, text: '咨询发票开具', phone: '13800138000' };
  const answer = await web.ask('PUT', `/api/appointments/${id}`, { as: zhao, body });
  expect([answer.status, answer.body['error']]).toEqual([200, undefined]);
  await web
    .knex('slot_places')
    .where({ id: placeId })
    .update({ starts_at: new Date(startsAt), ends_at: new Date(startsAt + hourMs / 2) });
  const { status, state } = change;
  const now = { startsAt, endsAt: startsAt + hourMs / 2, ...(status !== undefined && { status }), ...state };
  await web.knex.raw('UPDATE cases SET status = coalesce(?, status), state = state || ?::jsonb WHERE id = ?', [
    status ?? null,
    JSON.stringify(now),
    id,
  ]);
  // One that the office failed is closed and has given its place back.
  if (status === 'officer-failed') {
    await web.knex('cases').where({ id }).update({ closed_at: web.knex.fn.now() });
    await web.knex('slot_places').where({ id: placeId }).delete();
  }
  return id;
}
const today = async (as: Who | undefined) =>
  (await web.ask('GET', '/api/supervision/appointments/today', { as })).body as unknown as AppointmentsToday;
const listed = async (query: string, as = supervisor) =>
  (await web.ask('GET', `/api/supervision/appointments/today/cases?${query}`, { as })).body as unknown as AppointmentsTodayCases;
const there = { at: 1, evidence: 'button' };

describe('the live load of today', () => {
  it('counts by hour, centre and standing, tells failures of the office, and each figure has its list', async () => {
    const ahead = await booked(from + 9 * hourMs);
    const waiting = await booked(from + 9.5 * hourMs, { state: { taxpayerThere: there } });
    const officerWaits = await booked(from + 10 * hourMs, { state: { officerThere: there } });
    const late = await booked(from + 11 * hourMs, { state: { late: true } });
    const failed = await booked(from + 11.5 * hourMs, { status: 'officer-failed' });
    await booked(until);
    await booked(from - hourMs);

    const { date, hours, centres, standings } = await today(supervisor);
    expect(date).toBe(dateOf(dayNumberOf(from)));
    expect(hours).toEqual([
      { hour: 9, total: 2, failed: 0 },
      { hour: 10, total: 1, failed: 0 },
      { hour: 11, total: 2, failed: 2 },
    ]);
    expect(centres).toEqual([expect.objectContaining({ id: 'binhai-1', total: 5, failed: 2 })]);
    expect(Object.fromEntries(standings.map(({ standing, total }) => [standing, total]))).toEqual({
      ahead: 1,
      'taxpayer-waits': 1,
      'officer-waits': 1,
      late: 1,
      'officer-failed': 1,
    });

    const idsOf = async (query: string) => (await listed(query)).items.map(({ id }) => id);
    expect(await idsOf('hour=9')).toEqual([ahead, waiting]);
    expect(await idsOf('standing=officer-waits')).toEqual([officerWaits]);
    expect(await idsOf('failed=true')).toEqual([late, failed]);
    expect(await listed('size=2&page=2')).toMatchObject({ total: 5, items: [{ id: officerWaits }, { id: late }] });
  }, 60_000);

  it('is for those who supervise the centre, and names no taxpayer', async () => {
    expect((await today(elsewhere)).hours).toEqual([]);
    expect((await today(admin)).centres.map(({ id }) => id)).toContain('binhai-1');
    expect((await web.ask('GET', '/api/supervision/appointments/today/cases?centreId=binhai-1', { as: elsewhere })).status).toBe(404);
    for (const as of [agent, zhao]) expect((await web.ask('GET', '/api/supervision/appointments/today', { as })).status).toBe(403);
    expect(JSON.stringify(await listed('', admin))).not.toContain('赵敏');
  });
});
