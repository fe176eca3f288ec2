/** After the tax office failed an appointment: the next free time is offered by name, and taken with one request. */
import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { heldPlace } from '../../../tests/support/appointment.ts';
import { eventually } from '../../../tests/support/message.ts';
import { openCentre, setCentre } from '../../../tests/support/slots.ts';
import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';

const web = testWeb({ workers: true });
const centreId = 'binhai-1';
const typeId = 'binhai-appt-guidance';
let [zhao, li]: Who[] = [];

beforeAll(async () => {
  [zhao, li] = [await web.taxpayer('zhao-min'), await web.taxpayer('li-xue')];
  await openCentre(web.knex, centreId, 1);
  // Who has not come within an instant will not come.
  await web.knex.raw(
    `INSERT INTO type_versions (type_id, version, definition)
     SELECT type_id, version + 1, jsonb_set(definition, '{graceMinutes}', '0.01') FROM type_versions
     WHERE type_id = ? ORDER BY version DESC LIMIT 1`,
    [typeId],
  );
});

const codeOf = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;
const partOf = async (id: string, as = zhao) =>
  (await web.ask('GET', `/api/cases/${id}`, { as })).body as {
    status: string;
    number: string;
    appointment: { next: { startsAt: string } | null; startsAt: string; originId: string | null };
    story: { type: string; text: string | null }[];
  };
const replace = (id: string, newId: string, startsAt: string, as = zhao) =>
  web.ask('PUT', `/api/appointments/${id}/replacements/${newId}`, { as, body: { startsAt } });
const offerOf = async (id: string) => {
  const { body } = await web.ask('GET', '/api/notices', { as: zhao });
  const items = body['items'] as { caseId: string; kind: string; offer: string | null }[];
  return items.filter(({ caseId, offer }) => caseId === id && offer !== null).map(({ kind, offer }) => [kind, offer]);
};

/** An appointment to which no officer came: its window is over in a moment. */
async function failed(): Promise<string> {
  const id = randomUUID();
  const startsAt = Date.now() + 1_500;
  const placeId = await heldPlace(web.knex, zhao?.['id'] ?? '', { startsAt, endsAt: startsAt + 1_000, centreId, typeId });
  const body = { centreId, typeId, way: 'text', category: 'invoice', placeId, text: '咨询发票开具', phone: '13800138000' };
  const answer = await web.ask('PUT', `/api/appointments/${id}`, { as: zhao, body });
  expect([answer.status, codeOf(answer)]).toEqual([200, undefined]);
  expect((await partOf(id)).appointment.next).toBeNull();
  await eventually(
    () => partOf(id),
    ({ status }) => status === 'officer-failed',
  );
  return id;
}

describe('an appointment that the tax office failed', () => {
  it('names the next free time in message and page; one request books it with what was entered, once', async () => {
    const id = await failed();
    const { appointment } = await partOf(id);
    const at = appointment.next?.startsAt ?? '';
    expect(Date.parse(at)).toBeGreaterThan(Date.now());
    expect(await offerOf(id)).toEqual([['appointment-failed', at]]);
    const newId = randomUUID();
    const first = await replace(id, newId, at);
    expect([first.status, codeOf(first)]).toEqual([200, undefined]);
    expect((await replace(id, newId, at)).body['number']).toBe(first.body['number']);
    const booked = await partOf(newId);
    expect(booked).toMatchObject({ status: 'booked', appointment: { startsAt: at, originId: id } });
    expect(booked.story.find(({ type }) => type === 'requested')?.text).toBe('咨询发票开具');
    expect(await web.knex('slot_places').where({ identity_id: zhao?.['id'] }).pluck('case_id')).toEqual([newId]);
    // It was offered once.
    expect([(await partOf(id)).appointment.next, await offerOf(id)]).toEqual([null, []]);
  }, 60_000);

  it('offers the next one when the time is gone, and nothing when there is none', async () => {
    const id = await failed();
    const at = (await partOf(id)).appointment.next?.startsAt ?? '';
    const hold = { id: randomUUID(), centreId, typeId, startsAt: at };
    expect((await web.ask('POST', '/api/slots/holds', { as: li, body: hold })).status).toBe(201);
    expect(codeOf(await replace(id, randomUUID(), at))).toBe('slot-taken');
    const next = (await partOf(id)).appointment.next?.startsAt ?? '';
    expect(Date.parse(next)).toBeGreaterThan(Date.parse(at));
    await setCentre(web.knex, 'slots.windows', [], centreId);
    expect([(await partOf(id)).appointment.next, await offerOf(id)]).toEqual([null, []]);
    expect(codeOf(await replace(id, randomUUID(), next))).toBe('slot-taken');
    await openCentre(web.knex, centreId, 1);
  }, 60_000);

  it('is replaced by its taxpayer alone, and no other appointment is', async () => {
    const id = await failed();
    const at = (await partOf(id)).appointment.next?.startsAt ?? '';
    expect(codeOf(await replace(id, randomUUID(), at, li))).toBe('not-found');
    const newId = randomUUID();
    await replace(id, newId, at);
    expect(codeOf(await replace(newId, randomUUID(), at))).toBe('not-failed');
  }, 60_000);
});
