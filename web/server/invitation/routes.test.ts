/** 邀请 over HTTP: who may invite whom, from where, and what the schedule of the centre shows of it. */
import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { dateOf, dayNumberOf } from '../../../domain/shanghai.ts';
import { heldPlace } from '../../../tests/support/appointment.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';

const web = testWeb({ workers: true });
let [zhao, agent, elsewhere]: Who[] = [];

const typeId = 'binhai-appt-guidance';
const minuteMs = 60_000;
const inMs = 2 * 1_440 * minuteMs;
let offset = 0;

async function hold(): Promise<string> {
  const startsAt = Date.now() + inMs + (offset += 31 * minuteMs);
  return await heldPlace(web.knex, zhao?.['id'] ?? '', { startsAt, endsAt: startsAt + 30 * minuteMs, centreId: 'binhai-1', typeId });
}
const bodyOf = async (change: Record<string, unknown> = {}) => ({
  ...{ identityId: zhao?.['id'], typeId, way: 'text', category: 'invoice', text: '请核对发票额度' },
  placeIds: [await hold(), await hold()],
  ...change,
});
/** Asks until the answer is there; a busy machine only accepts it at first. */
async function invite(as: Who | undefined, id: string, body: Record<string, unknown>): ReturnType<typeof web.ask> {
  const answer = await web.ask('PUT', `/api/invitations/${id}`, { as, body });
  return answer.status === 202 ? await invite(as, id, body) : answer;
}
const errorOf = ({ body }: { body: Record<string, unknown> }) => body['error'] as { code: string; fields?: { path: string }[] } | undefined;
const read = async (id: string) => (await web.ask('GET', `/api/cases/${id}`, { as: agent })).body;

beforeAll(async () => {
  zhao = await web.taxpayer('zhao-min');
  [agent, elsewhere] = [await web.officer('agent1'), await web.officer('agent6')];
});

describe('inviting', () => {
  it('a taxpayer who was looked up gets a number and the time to answer that the officer set; sent again, it is the same', async () => {
    const id = randomUUID();
    const body = await bodyOf({ answerMinutes: 120 });
    const first = await invite(agent, id, body);
    expect([first.status, errorOf(first)]).toEqual([200, undefined]);
    const { invitation, assignee } = await read(id);
    expect(Date.parse((invitation as { answerUntil: string }).answerUntil) - Date.now()).toBeLessThan(121 * minuteMs);
    expect(assignee).toMatchObject({ id: agent?.['id'] });
    expect((await invite(agent, id, body)).body['number']).toBe(first.body['number']);
    expect(errorOf(await invite(agent, id, { ...body, answerMinutes: 480 }))?.code).toBe('key-reused');
  });

  it('needs a taxpayer of the region, a known type and what it offers', async () => {
    const wrong = await invite(agent, randomUUID(), await bodyOf({ identityId: randomUUID(), category: 'other' }));
    expect([wrong.status, errorOf(wrong)?.fields?.map(({ path }) => path)]).toEqual([422, ['identityId', 'category']]);
    expect(errorOf(await invite(elsewhere, randomUUID(), await bodyOf()))?.fields?.map(({ path }) => path)).toContain('identityId');
  });

  it('at a place that is not held for the taxpayer is refused', async () => {
    const refused = await invite(agent, randomUUID(), await bodyOf({ placeIds: [randomUUID()] }));
    expect([refused.status, errorOf(refused)?.code]).toEqual([409, 'slot-taken']);
  });

  it('from a case is for whoever has it, and links the two', async () => {
    const origin = randomUUID();
    expect((await invite(agent, origin, await bodyOf())).status).toBe(200);
    // An invitation begins no other one.
    expect((await invite(agent, randomUUID(), await bodyOf({ originId: origin }))).status).toBe(404);
    expect((await read(origin))['actions']).not.toContain('invite');
  });
});

describe('the schedule of a centre', () => {
  it('shows held places of invitations on their day, to officers of the centre only', async () => {
    const id = randomUUID();
    const body = await bodyOf();
    await invite(agent, id, body);
    const day = dateOf(dayNumberOf(Date.now() + inMs));
    const seen = async (as: Who | undefined) => {
      const { body: answer } = await web.ask('GET', `/api/appointments/schedule?day=${day}`, { as });
      return (answer['days'] as { date: string; items: { id: string; kind: string; officer: unknown }[] }[]).flatMap(({ items }) =>
        items.filter((item) => item.id === id),
      );
    };
    expect(await seen(agent)).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'invitation', officer: { id: agent?.['id'], name: expect.any(String) } })]),
    );
    expect(await seen(elsewhere)).toEqual([]);
    expect((await web.ask('GET', `/api/appointments/schedule?day=${day}`, { as: zhao })).status).toBe(403);
  });
});
