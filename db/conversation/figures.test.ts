import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { system, type Actor } from '../../domain/case.ts';
import { ConversationLife } from '../../tests/support/conversation-life.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { populate } from '../../tests/support/people.ts';
import { servable } from '../chat/seats.ts';
import { conversationFigures, idleSecondsNow } from './figures.ts';

const { knex } = testDatabase();
let taxpayer: Actor & { kind: 'taxpayer' };
let agent: Actor & { kind: 'officer' };

beforeAll(async () => {
  const people = await populate(knex);
  taxpayer = { kind: 'taxpayer', id: people.taxpayer };
  agent = { kind: 'officer', id: people.east[0] };
});

const far = '2099-01-01T00:00:00Z';
const set = (change: object) => knex('officers').where({ id: agent.id }).update(change);
const attends = (capacity = 5) => set({ status: 'online', present_until: far, capacity });
const leaves = () => knex('officers').update({ status: 'away', present_until: null });
beforeEach(leaves);

/** Figures of what happens in a test. */
const since = new Date();
const figures = (change: object = {}) =>
  conversationFigures(knex, 'conversation', { centreIds: ['east'], since, until: new Date(far), ...change });
const waitingNow = async () =>
  idleSecondsNow(
    knex,
    (await servable(knex, 'east')).map(({ caseId }) => caseId),
  );
const asked = async (cause: 'button' | 'mood' = 'button') => {
  const life = await ConversationLife.begin(knex, { identityId: taxpayer.id });
  expect(await life.does(taxpayer, { type: 'requestOfficer', cause, typeId: null })).toBeNull();
  return life;
};
const close = (life: ConversationLife, by: Actor = taxpayer) => life.does(by, { type: 'close', summaryId: null });
/** Makes the past of a row as long as a test needs it. */
const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);

describe('seconds for which an officer is free while somebody waits', () => {
  it('are none when the case is given at once, and none for the time without an officer', async () => {
    await attends();
    const served = await asked();
    await leaves();
    const waits = await asked();
    await knex('chats')
      .where({ case_id: waits.id })
      .update({ waiting_since: ago(600) });
    await attends();
    expect(await waits.does(system, { type: 'seek' })).toBeNull();
    expect((await figures()).idleSeconds).toBe(0);
    await Promise.all([close(served), close(waits)]);
  });

  it('are counted from when both were there, and stay with the grant', async () => {
    const waits = await asked();
    await knex('chats')
      .where({ case_id: waits.id })
      .update({ waiting_since: ago(600) });
    await attends();
    await set({ able_since: ago(42) });
    expect(await waitingNow()).toBe(42);
    const before = (await figures()).idleSeconds;
    expect(await waits.does(system, { type: 'seek' })).toBeNull();
    expect((await figures()).idleSeconds - before).toBe(42);
    expect(await waitingNow()).toBe(0);
    expect((await figures({ centreIds: ['west'] })).idleSeconds).toBe(0);
    await close(waits);
  });

  it('begin anew when an officer has one less, comes back, or can take more', async () => {
    await attends(1);
    const held = await asked();
    const next = await asked();
    await knex('chats')
      .where({ case_id: next.id })
      .update({ waiting_since: ago(600) });
    await set({ able_since: ago(500) });
    expect(await waitingNow()).toBe(0);
    await close(held);
    expect(await waitingNow()).toBeLessThan(30);
    for (const change of [{ capacity: 2 }, { present_until: far }]) {
      await set({ present_until: new Date(0) });
      await set({ able_since: ago(500) });
      await set({ present_until: far, ...change });
      expect(await waitingNow()).toBeLessThan(30);
    }
    await close(next);
  });

  it('are none for an officer who was passed over, or takes it by a decision', async () => {
    await attends();
    const declined = await asked();
    expect(await declined.does(agent, { type: 'decline' })).toBeNull();
    await set({ able_since: ago(500) });
    expect(await waitingNow()).toBe(0);
    const before = (await figures()).idleSeconds;
    await set({ status: 'busy' });
    expect(await declined.does(agent, { type: 'claim' })).toBeNull();
    expect((await figures()).idleSeconds).toBe(before);
    await close(declined);
  });
});

describe('the conversations of a period', () => {
  it('are parted into those of the robot, of officers, and those that nobody attended', async () => {
    const before = await figures();
    const robot = await ConversationLife.begin(knex, { identityId: taxpayer.id });
    await close(robot);
    await close(await asked('mood'));
    await attends();
    const quick = await asked('mood');
    expect(await quick.does(agent, { type: 'accept' })).toBeNull();
    await close(quick, agent);
    const slow = await asked();
    await knex('cases')
      .where({ id: slow.id })
      .update({ first_asked_at: ago(181) });
    expect(await slow.does(agent, { type: 'accept' })).toBeNull();
    await close(slow, agent);
    const now = await figures();
    const grown = (of: 'ended' | 'robotOnly' | 'abandoned' | 'attended' | 'answered' | 'answeredSoon') => now[of] - before[of];
    expect((['ended', 'robotOnly', 'abandoned', 'attended', 'answered', 'answeredSoon'] as const).map(grown)).toEqual([4, 1, 1, 2, 2, 1]);
    const moods = ({ causes }: typeof now) => causes.find(({ cause }) => cause === 'mood')?.count ?? 0;
    expect(moods(now) - moods(before)).toBe(2);
    expect(await figures({ until: since })).toMatchObject({ ended: 0, answered: 0, causes: [], idleSeconds: 0 });
  });
});
