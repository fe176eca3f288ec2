/** The administrator's calendar of slots: closures with what they touch, the week's load, and changes told of beforehand. */
import { randomUUID } from 'node:crypto';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { dateOf, dayNumberOf } from '../../../domain/shanghai.ts';
import { aPlace, everyDay, inDays, openCentre, storedCase } from '../../../tests/support/slots.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import type { SlotCalendar, Touched } from '../../api/slot-calendar.ts';

const web = testWeb();
const centreId = 'binhai-1';
const typeId = 'binhai-appt-guidance';
let admin: Who;
let zhao: Who & { id: string };
let caseId: string;

beforeAll(async () => {
  admin = await web.officer('admin');
  zhao = await web.taxpayer('zhao-min');
  await openCentre(web.knex, centreId, 2);
  caseId = await storedCase(web.knex, { identityId: zhao.id, regionId: 'binhai', centreId, typeId: 'binhai-chat-general' });
});
beforeEach(async () => {
  await web.knex('slot_places').delete();
  await web.knex('slot_closures').delete();
});

const ten = inDays(3, 600);
const iso = (at: number): string => new Date(at).toISOString();
const times = { centreId, from: iso(ten), to: iso(ten + 3_600_000) };
const codeOf = ({ body }: { body: Record<string, unknown> }) => (body['error'] as { code: string } | undefined)?.code;
const put = async (body: object = {}, id: string = randomUUID(), as = admin) =>
  await web.ask('PUT', `/api/slots/closures/${id}`, { as, body: { ...times, reason: '停电检修', ...body } });
const place = (start: number, change = {}) =>
  aPlace(web.knex, { centreId, typeId, identityId: zhao.id, startsAt: start, endsAt: start + 1_800_000, ...change });
const calendar = async (): Promise<SlotCalendar> =>
  (await web.ask('GET', `/api/slots/calendar?centreId=${centreId}&from=${dateOf(dayNumberOf(ten))}`, { as: admin }))
    .body as unknown as SlotCalendar;
const touched = async (changes: object[]) =>
  (await web.ask('POST', '/api/slots/touched', { as: admin, body: { centreId, changes } })).body as unknown as Touched;

describe('a closure', () => {
  it('tells beforehand which bookings it touches, half-open, and no holds of forms', async () => {
    await place(ten - 1_800_000, { caseId });
    await place(ten, { caseId });
    await place(ten + 3_600_000, { caseId });
    await place(ten + 1_800_000);
    const { body } = await web.ask('POST', '/api/slots/closures/preview', { as: admin, body: times });
    const { total, items } = body as unknown as Touched;
    expect([total, items.map(({ startsAt, why }) => [startsAt, why])]).toEqual([1, [[iso(ten), 'closure']]]);
    expect(JSON.stringify(body)).not.toContain('赵敏');
  });

  it('gives holds back, keeps bookings, and offers nothing until it is opened again', async () => {
    const booked = await place(ten, { caseId });
    await place(ten + 1_800_000);
    const id = randomUUID();
    expect([(await put({}, id)).status, (await put({}, id)).status]).toEqual([204, 204]);
    expect(await web.knex('slot_places').pluck('id')).toEqual([booked]);
    expect((await calendar()).closures.map(({ reason }) => reason)).toEqual(['停电检修']);
    const free = async () => {
      const date = dateOf(dayNumberOf(ten));
      const query = new URLSearchParams({ centreId, typeId, from: date, to: date }).toString();
      const { body } = await web.ask('GET', `/api/slots?${query}`, { as: zhao });
      return (body as { days: { starts: { startsAt: string }[] }[] }).days[0]?.starts.map(({ startsAt }) => startsAt);
    };
    expect(await free()).not.toContain(iso(ten + 1_800_000));
    expect(await free()).toContain(iso(ten + 3_600_000));
    expect((await web.ask('DELETE', `/api/slots/closures/${id}?centreId=${centreId}`, { as: admin })).status).toBe(204);
    expect(await free()).toContain(iso(ten + 1_800_000));
  });

  it.each([
    ['another region’s centre', { centreId: 'yunling-1' }, 'centre-unknown'],
    ['no time', { to: times.from }, 'invalid-request'],
    ['the past', { from: iso(ten - 40 * 86_400_000), to: iso(ten - 39 * 86_400_000) }, 'invalid-request'],
    ['no reason', { reason: ' ' }, 'invalid-request'],
  ])('is refused for %s', async (_, body, code) => {
    expect(codeOf(await put(body))).toBe(code);
  });

  it('is the administrator’s alone, and of its own centre', async () => {
    for (const login of ['agent1', 'supervisor1']) expect((await put({}, randomUUID(), await web.officer(login))).status).toBe(403);
    const id = randomUUID();
    await put({}, id);
    expect(codeOf(await put({ centreId: 'binhai-2' }, id))).toBe('not-found');
    expect((await web.ask('DELETE', `/api/slots/closures/${id}?centreId=binhai-2`, { as: admin })).status).toBe(404);
  });
});

describe('the week', () => {
  it('shows what is taken of the places, step by step', async () => {
    await place(ten, { caseId });
    await place(ten, { caseId, placeNo: 2 });
    const { days } = await calendar();
    const steps = days[0]?.pools[0]?.steps ?? [];
    expect([days.length, steps.length]).toEqual([7, 48]);
    expect(steps.filter(({ taken }) => taken > 0)).toEqual([{ startsAt: iso(ten), places: 2, taken: 2, closed: false }]);
  });
});

describe('a change of settings', () => {
  const change = (key: string, value: unknown) => ({ key, version: null, to: 'value', value });
  it('tells which bookings no longer fit, and changes nothing', async () => {
    await place(ten, { caseId });
    await place(ten, { caseId, placeNo: 2 });
    const before = await web.knex('settings').orderBy(['scope', 'scope_id', 'key']);
    expect((await touched([change('slots.windows', everyDay(1))])).items.map(({ why }) => why)).toEqual(['over-capacity']);
    expect((await touched([change('calendar.days', { [dateOf(dayNumberOf(ten))]: 'holiday' })])).items.map(({ why }) => why)).toEqual([
      'closed',
      'closed',
    ]);
    expect((await touched([change('slots.windows', everyDay(3))])).total).toBe(0);
    expect(await web.knex('settings').orderBy(['scope', 'scope_id', 'key'])).toEqual(before);
  });
});
