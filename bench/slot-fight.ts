import { randomUUID } from 'node:crypto';

import type { Knex } from 'knex';
import pMap from 'p-map';

import { holdPlace } from '../db/slots/hold.ts';
import { addTaxpayers, everyDay, inDays, setCentre } from '../tests/support/slots.ts';
import { line } from './figures.ts';

const people = 500;
const left = 10;
const nine = 9 * 60;

/**
 * So many people want the last ten places of one time at once, again and again: ten win each time, and everybody else is told the nearest
 * free times.
 * @param taken places of each time that are taken already
 * @returns false when a fight had another number of winners, or somebody was told nothing
 */
export async function fight(
  knex: Knex,
  { times, taken, clients, day }: Record<'times' | 'taken' | 'clients' | 'day', number>,
): Promise<boolean> {
  const identities = await addTaxpayers(knex, people);
  await setCentre(knex, 'slots.windows', everyDay(taken + left));
  const start = inDays(day, nine);
  const lasted: number[] = [];
  let [fair, slowest] = [0, 0];
  for (let round = 0; round < times; round += 1) {
    const began = Date.now();
    const answers = await pMap(
      identities,
      async (identityId) => {
        const asked = Date.now();
        const request = { id: randomUUID(), identityId, centreId: 'east', typeId: 'visit-hall', start, now: asked };
        const answer = await holdPlace(knex, request);
        slowest = Math.max(slowest, Date.now() - asked);
        return answer;
      },
      { concurrency: clients },
    );
    lasted.push(Date.now() - began);
    const won = answers.filter((answer) => 'place' in answer).length;
    const told = answers.filter((answer) => 'full' in answer && answer.full.length > 0).length;
    if (won === left && told === people - left) fair += 1;
    else line(`fight ${String(round + 1)}: ${String(won)} won, ${String(told)} were told the nearest`);
    await knex('slot_places').whereIn('identity_id', identities).delete();
  }
  lasted.sort((a, b) => a - b);
  const at = (share: number): string => String(lasted[Math.min(lasted.length - 1, Math.floor(share * lasted.length))] ?? 0);
  line('');
  line(`${String(people)} people for the last ${String(left)} places, ${String(clients)} at once, ${String(times)} times`);
  line(`ten won, all others were told the nearest: ${String(fair)} of ${String(times)}`);
  line(`a whole fight: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms; the slowest answer: ${String(slowest)} ms`);
  return fair === times;
}
