import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { record } from '../domain/case.ts';
import { officerGrant } from '../domain/holding.ts';
import type { AnyKind } from '../domain/kind.ts';
import { kinds } from '../domain/kinds.ts';
import { apply, newMessage, type MessageEvent, type MessageState, type RecordedMessageEvent } from '../domain/message/message.ts';
import { submitted } from '../domain/message/time.ts';
import { testDatabase } from '../tests/support/database.ts';
import { patientPolicy } from '../tests/support/message.ts';
import { populate, type People } from '../tests/support/people.ts';
import { createProject } from './project.ts';

const { knex, owner } = testDatabase();
const project = createProject(knex);
let people: People;
beforeAll(async () => {
  people = await populate(knex);
});

interface Step {
  state: MessageState;
  events: RecordedMessageEvent[];
}

/** The projections of a story: submitted, claimed, replied, closed. */
function steps(): Step[] {
  const submission = {
    id: randomUUID(),
    regionId: 'region',
    centreId: 'east',
    typeId: 'nobody',
    identityId: people.taxpayer,
    reminder: 'inbox' as const,
    textId: randomUUID(),
    uploadIds: [],
  };
  const first = submitted(submission, patientPolicy, Date.now());
  const clock = 'clock' in first ? first.clock : null;
  if (!clock) throw new Error('no clock');
  const story: MessageEvent[][] = [
    [first],
    [{ type: 'claimed', officerId: people.east[0] }],
    [{ type: 'replied', textId: randomUUID(), uploadIds: [], clock }],
    [
      { type: 'rated', resolved: true, stars: 5, textId: null },
      { type: 'closed', outcome: 'rated', reasonId: null },
    ],
  ];
  let state = newMessage(submission, Date.now());
  return story.map((events) => {
    const recorded = record(state, events, { kind: 'taxpayer', id: people.taxpayer }, Date.now());
    state = recorded.reduce(apply, state);
    return { state, events: recorded };
  });
}

/** Everything that a story leaves behind, without the times at which rows were written. */
async function remains(id: string) {
  const image = await knex('cases')
    .where({ id })
    .first<Record<string, unknown>>('number', 'status', 'version', 'state', 'stars', 'resolved', 'assignee_id');
  const events = await knex('case_events').where({ case_id: id }).orderBy('version').select('version', 'type', 'data');
  const notices = await knex('notices').where({ case_id: id }).orderBy('version').select('version', 'kind', 'channel');
  const task = await knex('tasks')
    .where({ case_id: id })
    .first<{ version: number } | undefined>('version', 'status', 'turn', 'assignee_id');
  return { image, events, notices, task };
}

const run = ({ state, events }: Step, allocate = false) => project({ state, events, allocate, policy: patientPolicy });

describe('writing the image', () => {
  it('twice at every step changes nothing', async () => {
    const story = steps();
    for (const step of story) {
      const once = await run(step);
      const left = await remains(step.state.id);
      expect(await run(step)).toEqual(once);
      expect(await remains(step.state.id)).toEqual(left);
    }
  });

  it('late, after all that followed, changes nothing: a closed case stays out of the worklist', async () => {
    const story = steps();
    for (const step of story) await run(step);
    const id = story[0]?.state.id ?? '';
    const left = await remains(id);
    for (const step of story.toReversed()) await run(step);
    expect(await remains(id)).toEqual(left);
    expect(left.task).toBeUndefined();
  });

  it('twice at the same moment gives one case with one number', async () => {
    const [first] = steps();
    if (!first) throw new Error('no step');
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => run(first)));
    expect(new Set(outcomes.map(({ number }) => number)).size).toBe(1);
    expect(await knex('cases').where({ id: first.state.id })).toHaveLength(1);
  });

  it('chooses an officer once: run again, the choice is read back', async () => {
    const [first] = steps();
    if (!first) throw new Error('no step');
    const step = { state: { ...first.state, typeId: 'invoice' }, events: first.events };
    const once = await run(step, true);
    expect(people.east).toContain(once.granted && 'officerId' in once.granted ? once.granted.officerId : null);
    expect(await run(step, true)).toEqual(once);
    expect((await remains(step.state.id)).image).toMatchObject({ status: 'assigned', version: 2 });
  });

  it('leaves a case for which nobody is on duty to whoever claims it', async () => {
    const [first] = steps();
    if (!first) throw new Error('no step');
    expect((await run(first, true)).granted).toBeNull();
    expect((await remains(first.state.id)).task).toMatchObject({ assignee_id: null, status: 'submitted' });
  });

  it('late, after it has lost what it wanted, wins nothing that its workflow would not know of', async () => {
    const [first] = steps();
    if (!first) throw new Error('no step');
    expect((await run(first, true)).granted).toBeNull();
    await knex('officer_skills').insert({ officer_id: people.east[0], type_id: 'nobody' });
    try {
      expect((await run(first, true)).granted).toBeNull();
      expect((await remains(first.state.id)).image).toMatchObject({ status: 'submitted', version: 1, assignee_id: null });
    } finally {
      await knex('officer_skills').where({ officer_id: people.east[0], type_id: 'nobody' }).delete();
    }
  });

  it('of a case that cannot be without what it lost, writes nothing and says why', async () => {
    const [first] = steps();
    if (!first) throw new Error('no step');
    const { message } = kinds;
    const needing: AnyKind = { ...message, grants: { officer: { ...officerGrant, lost: () => ({ code: 'not-assigned' }) } } };
    kinds.message = needing;
    try {
      expect(await run(first, true)).toMatchObject({ number: '', granted: null, lost: { code: 'not-assigned' } });
      expect(await remains(first.state.id)).toEqual({ image: undefined, events: [], notices: [], task: undefined });
      expect(await run({ state: { ...first.state, typeId: 'invoice' }, events: first.events }, true)).toMatchObject({
        granted: { type: 'assigned' },
        lost: null,
      });
    } finally {
      kinds.message = message;
    }
  });

  it('keeps beside the image the policy with which the case began, until it is counted anew', async () => {
    const [first, second, third] = steps();
    if (!first || !second || !third) throw new Error('no step');
    const kept = async (): Promise<unknown> =>
      (await knex('cases').where({ id: first.state.id }).first<{ policy: unknown }>('policy')).policy;
    await run(first);
    const begun = await kept();
    expect(begun).toEqual(JSON.parse(JSON.stringify(patientPolicy)));
    await project({ ...second, allocate: false });
    expect(await kept()).toEqual(begun);
    await project({ ...third, allocate: false, policy: { ...patientPolicy, answerMinutes: 1 } });
    expect(await kept()).toMatchObject({ answerMinutes: 1 });
  });

  it('never alters the story: case_events are append only, for their owner, too', async () => {
    const [first] = steps();
    if (!first) throw new Error('no step');
    await run(first);
    for (const [role, refusal] of [
      [knex, 'permission denied'],
      [owner, 'append only'],
    ] as const) {
      await expect(role('case_events').where({ case_id: first.state.id }).update({ type: 'other' })).rejects.toThrow(refusal);
      await expect(role('case_events').where({ case_id: first.state.id }).delete()).rejects.toThrow(refusal);
    }
  });
});
