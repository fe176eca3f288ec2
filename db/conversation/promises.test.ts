import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { Actor } from '../../domain/case.ts';
import { ConversationLife } from '../../tests/support/conversation-life.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { populate } from '../../tests/support/people.ts';
import { promisesKept, recordPromise } from './promises.ts';

const { knex } = testDatabase();
let taxpayer: Actor & { kind: 'taxpayer' };
let officer: Actor & { kind: 'officer' };
beforeAll(async () => {
  const people = await populate(knex);
  taxpayer = { kind: 'taxpayer', id: people.taxpayer };
  officer = { kind: 'officer', id: people.east[0] };
});
beforeEach(async () => {
  await knex('officers').update({ present_until: null, capacity: 50, status: 'online' });
});

const hourMs = 3_600_000;
const counted = () =>
  promisesKept(knex, { regionId: 'region', centreId: 'east', from: new Date(Date.now() - hourMs), to: new Date(Date.now() + hourMs) });

/** A taxpayer who waits and has been told how long. */
async function promised(minutes: { from: number; to: number }): Promise<ConversationLife> {
  const life = await ConversationLife.begin(knex, { identityId: taxpayer.id });
  await life.does(taxpayer, { type: 'requestOfficer', cause: 'button', typeId: null });
  await recordPromise(knex, life.id, life.state.waitingSince ?? 0, minutes);
  return life;
}
/** The promise was given so long ago. */
const longAgo = (life: ConversationLife, minutes: number) =>
  knex('wait_promises')
    .where({ case_id: life.id })
    .update({ asked_at: knex.raw('asked_at - make_interval(mins => ?)', [minutes]) });

describe('promises of waits', () => {
  it('are counted once they are decided, by the first words that were told', async () => {
    const kept = await promised({ from: 1, to: 3 });
    await recordPromise(knex, kept.id, kept.state.waitingSince ?? 0, { from: 8, to: 9 });
    expect(await knex('wait_promises').select('from_minutes', 'to_minutes')).toEqual([{ from_minutes: 1, to_minutes: 4 }]);
    expect(await counted()).toEqual({ promised: 0, kept: 0 });
    await kept.does(officer, { type: 'claim' });
    expect(await counted()).toEqual({ promised: 1, kept: 1 });

    const late = await promised({ from: 1, to: 3 });
    await longAgo(late, 10);
    await late.does(officer, { type: 'claim' });
    expect(await counted()).toEqual({ promised: 2, kept: 1 });
  });

  it('are broken when the time is over and nobody came, and not counted for whoever left before', async () => {
    const before = await counted();
    const left = await promised({ from: 1, to: 3 });
    await left.does(taxpayer, { type: 'leaveQueue' });
    expect(await counted()).toEqual(before);
    const waiting = await promised({ from: 1, to: 3 });
    expect(await counted()).toEqual(before);
    await longAgo(waiting, 10);
    expect(await counted()).toEqual({ ...before, promised: before.promised + 1 });
  });
});
