/** Free slots and holds over HTTP: who may ask for what, what is told, and that others hear of it. */
import { randomUUID } from 'node:crypto';

import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { dateOf, dayNumberOf } from '../../../domain/shanghai.ts';
import { inDays, openCentre } from '../../../tests/support/slots.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import type { HoldAnswer, Slots } from '../../api/slots.ts';

const web = testWeb();
let [zhao, li, tea]: Who[] = [];

beforeAll(async () => {
  await openCentre(web.knex, 'binhai-1', 1);
  [zhao, li, tea] = [await web.taxpayer('zhao-min'), await web.taxpayer('li-xue'), await web.taxpayer('liu-yang-tea')];
});
beforeEach(async () => {
  await web.knex('slot_places').delete();
});

const typeId = 'binhai-appt-guidance';
const iso = (at: number): string => new Date(at).toISOString();
const start = inDays(3, 600);
const date = dateOf(dayNumberOf(start));
const slots = async (as: Who | undefined, query: Record<string, string> = {}) =>
  await web.ask('GET', `/api/slots?${new URLSearchParams({ centreId: 'binhai-1', typeId, from: date, to: date, ...query }).toString()}`, {
    as,
  });
const hold = async (as: Who | undefined, body: Record<string, unknown> = {}) => {
  const answer = await web.ask('POST', '/api/slots/holds', {
    as,
    body: { id: randomUUID(), centreId: 'binhai-1', typeId, startsAt: iso(start), ...body },
  });
  return { ...answer, held: answer.body as unknown as HoldAnswer };
};
const codeOf = ({ body }: { body: Record<string, unknown> }) => (body['error'] as { code: string } | undefined)?.code;
const freeOf = async (as: Who | undefined) =>
  ((await slots(as)).body as unknown as Slots).days[0]?.starts.find(({ startsAt }) => startsAt === iso(start))?.free;

describe('free slots', () => {
  it('are days told apart, with the first start that has a place', async () => {
    const from = dateOf(dayNumberOf(Date.now()) - 1);
    const to = dateOf(dayNumberOf(Date.now()) + 20);
    const { body } = await slots(zhao, { from, to });
    const { days, first, today, lastDay } = body as unknown as Slots;
    expect([days.length, days[0]?.why, days.at(-1)?.why, days[5]?.state]).toEqual([22, 'past', 'beyond-horizon', 'free']);
    expect([today, lastDay]).toEqual([dateOf(dayNumberOf(Date.now())), dateOf(dayNumberOf(Date.now()) + 14)]);
    expect(Date.parse(first?.startsAt ?? '') - Date.now()).toBeLessThan(91 * 60_000);
  });

  it.each([
    ['a centre of another region', { centreId: 'yunling-1' }, 'centre-unknown'],
    ['a type of another kind', { typeId: 'binhai-chat-general' }, 'type-unknown'],
    ['too many days', { to: '2099-01-01' }, 'invalid-request'],
    ['an end before the start', { to: '2020-01-01' }, 'invalid-request'],
    ['a day that there is not', { from: '2026-02-30' }, 'invalid-request'],
  ])('are refused for %s', async (_, query, code) => {
    expect(codeOf(await slots(zhao, query))).toBe(code);
  });

  it('are for signed-in people, of any role', async () => {
    expect((await slots(undefined)).status).toBe(401);
    for (const login of ['agent1', 'supervisor1', 'admin']) expect((await slots(await web.officer(login))).status).toBe(200);
    expect(codeOf(await slots(tea))).toBe('centre-unknown');
  });
});

describe('a hold', () => {
  it('takes the place from others, who are offered the nearest, until it is given back', async () => {
    const { status, held } = await hold(zhao);
    expect([status, held.place?.startsAt]).toEqual([201, iso(start)]);
    expect(Date.parse(held.place?.heldUntil ?? '')).toBeGreaterThan(Date.now() + 4 * 60_000);
    expect(await freeOf(li)).toBe(0);
    const lost = await hold(li);
    expect([lost.status, lost.held.place, lost.held.nearest.length]).toEqual([200, null, 3]);
    const id = held.place?.id ?? '';
    expect((await web.ask('DELETE', `/api/slots/holds/${id}`, { as: li })).status).toBe(204);
    expect(await freeOf(li)).toBe(0);
    expect((await web.ask('DELETE', `/api/slots/holds/${id}`, { as: zhao })).status).toBe(204);
    expect(await freeOf(li)).toBe(1);
  });

  it('is made by officers for a taxpayer, at their own centre only', async () => {
    const [agent, other, admin] = [await web.officer('agent1'), await web.officer('agent6'), await web.officer('admin')];
    expect((await hold(agent, { identityId: zhao?.id, form: 'invitation-1' })).status).toBe(201);
    expect(codeOf(await hold(agent))).toBe('taxpayer-unknown');
    expect(codeOf(await hold(agent, { identityId: tea?.id }))).toBe('taxpayer-unknown');
    expect(codeOf(await hold(agent, { identityId: zhao?.id, centreId: 'binhai-2' }))).toBe('not-allowed');
    expect(codeOf(await hold(other, { identityId: zhao?.id }))).toBe('taxpayer-unknown');
    expect(codeOf(await hold(admin, { identityId: zhao?.id }))).toBe('not-allowed');
    expect(codeOf(await hold(zhao, { identityId: li?.id }))).toBe('not-allowed');
  });

  it.each([
    ['a start that is not offered', { startsAt: iso(start + 60_000) }, 'slot-gone'],
    ['another region’s centre', { centreId: 'yunling-1' }, 'centre-unknown'],
    ['a type that there is not', { typeId: 'binhai-appt-none' }, 'type-unknown'],
    ['no id', { id: 'x' }, 'invalid-request'],
    ['no instant', { startsAt: 'tomorrow' }, 'invalid-request'],
  ])('is refused for %s', async (_, body, code) => {
    expect(codeOf(await hold(zhao, body))).toBe(code);
  });
});
