/** 预约 over HTTP: the form, booking, what each person may do, what bad input is told, and the list of one's own. */
import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { dateOf, dayNumberOf, startOfDay } from '../../../domain/shanghai.ts';
import { heldPlace } from '../../../tests/support/appointment.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';

const web = testWeb({ workers: true });
let [zhao, li, agent, supervisor]: Who[] = [];

const typeId = 'binhai-appt-guidance';
const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
let offset = 0;

/** A held place, each at a time of its own, so many days ahead. */
async function hold(who: Who | undefined, inMs = 3 * dayMs + (offset += 31 * minuteMs), more: { typeId?: string } = {}): Promise<string> {
  const startsAt = Date.now() + inMs;
  return await heldPlace(web.knex, who?.['id'] ?? '', {
    startsAt,
    endsAt: startsAt + 30 * minuteMs,
    centreId: 'binhai-1',
    typeId,
    ...more,
  });
}
const bodyOf = (placeId: string, change: Record<string, unknown> = {}) => ({
  centreId: 'binhai-1',
  typeId,
  way: 'text',
  category: 'invoice',
  placeId,
  text: '咨询发票开具',
  phone: '13800138000',
  ...change,
});
const book = async (as: Who | undefined, change: Record<string, unknown> = {}, id: string = randomUUID(), inMs?: number) =>
  await web.ask('PUT', `/api/appointments/${id}`, { as, body: bodyOf(await hold(as, inMs), change) });
const does = (id: string, type: string, as: Who | undefined, body: Record<string, unknown> = {}) =>
  web.ask('POST', `/api/cases/${id}/commands/${type}`, { as, body, key: randomUUID() });
const note = (text = '说明') => ({ id: randomUUID(), text });
interface Failure {
  code: string;
  details?: Record<string, string>;
  fields?: { path: string; code: string }[];
}
const errorOf = ({ body }: { body: Record<string, unknown> }) => body['error'] as Failure | undefined;
const fieldsOf = (answer: { body: Record<string, unknown> }) => (errorOf(answer)?.fields ?? []).map(({ path, code }) => `${path} ${code}`);

async function booked(as: Who | undefined = zhao, inMs?: number): Promise<string> {
  const id = randomUUID();
  const answer = await book(as, {}, id, inMs);
  expect([answer.status, errorOf(answer)]).toEqual([200, undefined]);
  return id;
}

async function standingOf(as: Who | undefined): Promise<Record<string, unknown>> {
  const { body } = await web.ask('GET', '/api/appointments/standing', { as });
  const found = (body['items'] as Record<string, unknown>[]).find((item) => item['typeId'] === typeId);
  if (found === undefined) throw new Error(`nothing about ${typeId}`);
  return found;
}

beforeAll(async () => {
  [zhao, li] = [await web.taxpayer('zhao-min'), await web.taxpayer('li-xue')];
  [agent, supervisor] = [await web.officer('agent1'), await web.officer('supervisor1')];
});

describe('the form', () => {
  it('says what can be chosen, and its limits', async () => {
    const { status, body } = await web.ask('GET', '/api/appointments/form', { as: zhao });
    expect([status, body['text']]).toEqual([200, { max: 300 }]);
    expect(body['types']).toContainEqual(expect.objectContaining({ id: typeId, lengthMinutes: 30, reminders: [1_440, 60] }));
  });
  it('says where booking stands', async () => {
    expect(await standingOf(zhao)).toMatchObject({ suspendedUntil: null, misses: [], left: 3 });
  });
});

describe('booking', () => {
  it('again under the same id is the same appointment', async () => {
    const [id, body] = [randomUUID(), bodyOf(await hold(zhao))];
    const answers = [];
    for (let i = 0; i < 2; i += 1) answers.push(await web.ask('PUT', `/api/appointments/${id}`, { as: zhao, body }));
    expect(answers.map(({ status, body: told }) => [status, told['status'], told['version']])).toEqual([
      [200, 'booked', 2],
      [200, 'booked', 2],
    ]);
  });

  it.each([
    ['another person’s place', async () => ({ placeId: await hold(li) }), 'slot-taken'],
    ['a place of another type', async () => ({ placeId: await hold(zhao, undefined, { typeId: 'binhai-appt-complex' }) }), 'slot-taken'],
    ['no place', () => Promise.resolve({ placeId: randomUUID() }), 'slot-taken'],
  ] as const)('of %s is refused', async (_, change, code) => {
    const answer = await book(zhao, await change());
    expect([answer.status, errorOf(answer)?.code]).toEqual([409, code]);
  });

  it.each([
    ['an unknown centre', { centreId: 'nowhere' }, 'centreId not-a-choice'],
    ['a type of another kind', { typeId: 'binhai-chat-general' }, 'typeId not-a-choice'],
    ['an unknown category', { category: 'other' }, 'category not-a-choice'],
    ['an unknown upload', { uploadIds: ['00000000-0000-4000-8000-000000000000'] }, 'uploadIds.0 upload-unknown'],
    ['301 characters', { text: '税'.repeat(301) }, 'text too-long'],
    ['blanks alone', { text: ' \r\n\t ' }, 'text required'],
    ['no telephone number', { phone: '12345' }, 'phone not-a-phone'],
  ] as const)('with %s is told where it is wrong', async (_, change, fault) => {
    const answer = await book(zhao, change);
    expect([answer.status, fieldsOf(answer)]).toEqual([422, [fault]]);
  });

  it('counts a line break and an emoji as one character each, as the form does', async () => {
    const text = `${'税'.repeat(260)}${'😀\r\n'.repeat(19)}😀完`;
    const answer = await book(zhao, { text });
    expect([answer.status, errorOf(answer)]).toEqual([200, undefined]);
    expect(fieldsOf(await book(zhao, { text: `${text}多` }))).toEqual(['text too-long']);
  });

  it('after as many misses as the rule allows is suspended, and the form says why before', async () => {
    const person = await web.taxpayer('wang-lihua-haiyan');
    const ids = [await booked(person), await booked(person), await booked(person)];
    await web
      .knex('cases')
      .whereIn('id', ids)
      .update({ status: 'missed', closed_at: new Date(), state: web.knex.raw(`jsonb_set(state, '{status}', '"missed"')`) });
    const standing = await standingOf(person);
    expect([standing['left'], (standing['misses'] as unknown[]).length]).toEqual([0, 3]);
    const answer = await book(person);
    expect([answer.status, errorOf(answer)?.code, errorOf(answer)?.details]).toEqual([
      409,
      'booking-suspended',
      { until: standing['suspendedUntil'] },
    ]);
    expect((await book(li)).status).toBe(200);
  });
});

describe('what a person may do', () => {
  it('is cancelled by its taxpayer, and by nobody else’s', async () => {
    const id = await booked();
    expect((await does(id, 'cancel', li, { reason: note() })).status).toBe(404);
    expect(errorOf(await does(id, 'cancel', zhao, {}))?.code).toBe('invalid-request');
    expect((await does(id, 'cancel', zhao, { reason: note(), cause: 'closure' })).body['status']).toBe('cancelled');
    const shown = (await web.ask('GET', `/api/cases/${id}`, { as: zhao })).body as unknown as { appointment: Record<string, unknown> };
    expect(shown.appointment).toMatchObject({ cancelCause: 'taxpayer', interaction: 'not-held', sequence: 1, late: false });
    expect(errorOf(await does(id, 'cancel', zhao, { reason: note() }))?.code).toBe('case-closed');
  });

  it('is moved to a place held for the same service alone', async () => {
    const id = await booked();
    expect(errorOf(await does(id, 'move', zhao, { placeId: await hold(li) }))?.code).toBe('slot-taken');
    expect((await does(id, 'move', zhao, { placeId: await hold(zhao) })).body['version']).toBe(4);
  });

  it('is started by its officer alone, and not before its time', async () => {
    const id = await booked();
    const start = (as: Who | undefined) => web.ask('PUT', `/api/appointments/${id}/interactions/${randomUUID()}`, { as });
    expect((await start(zhao)).status).toBe(403);
    expect(errorOf(await start(agent))?.code).toBe('not-assigned');
    await does(id, 'claim', agent);
    expect(errorOf(await start(agent))?.code).toBe('too-early');
    expect(errorOf(await start(supervisor))?.code).toBe('not-assignee');
    expect(errorOf(await does(id, 'checkIn', zhao))?.code).toBe('too-early');
    expect((await does(id, 'liftMiss', agent, { note: note() })).status).toBe(403);
    expect(errorOf(await does(id, 'liftMiss', supervisor, { note: note() }))?.code).toBe('not-missed');
  });
});

describe('the list of one’s own', () => {
  it('is narrowed by number, day, way, words and both statuses, and has nobody else’s', async () => {
    const id = randomUUID();
    const inMs = 9 * dayMs;
    const day = new Date(Date.now() + inMs + 8 * 3_600_000).toISOString().slice(0, 10);
    await book(li, { text: '跨区域迁移 100%', way: 'audio-video' }, id, inMs);
    const found = async (query: Record<string, string>, as = li) => {
      const { body } = await web.ask('GET', `/api/appointments?${new URLSearchParams({ size: '50', ...query }).toString()}`, { as });
      return (body['items'] as { id: string }[]).some((item) => item.id === id);
    };
    const fitting: Record<string, string>[] = [
      { from: day, to: day },
      { way: 'audio-video' },
      { text: '迁移' },
      { text: '100%' },
      { status: 'booked', interaction: 'waiting' },
      { typeId },
    ];
    for (const query of fitting) expect([query, await found(query)]).toEqual([query, true]);
    const others: Record<string, string>[] = [
      { way: 'text' },
      { text: '1000%' },
      { interaction: 'completed' },
      { to: '2026-01-01' },
      { from: '2100-01-01' },
    ];
    for (const query of others) expect([query, await found(query)]).toEqual([query, false]);
    expect(await found({}, zhao)).toBe(false);
    expect((await web.ask('GET', '/api/appointments?from=2026-02-30', { as: li })).status).toBe(422);
  });

  it('has on a day what starts from its first minute to its last, in Shanghai', async () => {
    const day = dayNumberOf(Date.now()) + 11;
    const edges: [string, number][] = [
      [randomUUID(), startOfDay(day)],
      [randomUUID(), startOfDay(day + 1) - 30 * minuteMs],
    ];
    for (const [id, startsAt] of edges) expect((await book(li, {}, id, startsAt - Date.now())).status).toBe(200);
    const shown = async (from: number, to: number) => {
      const query = new URLSearchParams({ size: '50', from: dateOf(from), to: dateOf(to) }).toString();
      const { body } = await web.ask('GET', `/api/appointments?${query}`, { as: li });
      const ids = (body['items'] as { id: string }[]).map(({ id }) => id);
      expect(body['total']).toBe(ids.length);
      return edges.map(([id]) => ids.includes(id));
    };
    expect(await shown(day, day)).toEqual([true, true]);
    expect(await shown(day - 1, day - 1)).toEqual([false, false]);
    expect(await shown(day + 1, day + 1)).toEqual([false, false]);
    expect(await shown(day - 1, day + 1)).toEqual([true, true]);
  });
});

describe('the file for calendars', () => {
  const fileOf = async (id: string, headers: Readonly<Record<string, string>>) => {
    const response = await fetch(`${web.origin}/api/appointments/${id}/calendar`, { headers });
    return { status: response.status, type: response.headers.get('content-type'), words: await response.text() };
  };
  const signedIn = (who: Who | undefined): Who => {
    if (who === undefined) throw new Error('nobody');
    return who;
  };

  it('is its taxpayer’s alone: to another one it is not there, like one that never was', async () => {
    const id = await booked(zhao, 12 * dayMs);
    expect(await fileOf(id, signedIn(zhao))).toMatchObject({ status: 200, type: expect.stringContaining('text/calendar') as unknown });
    const foreign = await fileOf(id, signedIn(li));
    expect(foreign).toMatchObject({ status: 404, type: expect.stringContaining('application/json') as unknown });
    expect(foreign.words).not.toContain('VCALENDAR');
    expect((await fileOf(randomUUID(), signedIn(li))).status).toBe(404);
    expect((await fileOf(id, signedIn(agent))).status).toBe(403);
  });

  it('tells nobody who is signed out whether it is there, also an officer whose session has just ended', async () => {
    const id = await booked(li, 13 * dayMs);
    const codeOf = ({ status, words }: { status: number; words: string }) => [
      status,
      (JSON.parse(words) as { error: { code: string } }).error.code,
    ];
    for (const each of [id, randomUUID()]) expect(codeOf(await fileOf(each, {}))).toEqual([401, 'not-signed-in']);
    const leaving = await web.officer('agent2');
    expect((await web.ask('DELETE', '/api/session', { as: leaving })).status).toBe(204);
    for (const each of [id, randomUUID()]) expect(codeOf(await fileOf(each, leaving))).toEqual([401, 'not-signed-in']);
  });
});
