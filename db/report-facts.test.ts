/** What the projection writes for reports, and what the migration reads from the events of cases that were there before: the same. */
import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { createProject } from '../activities/project.ts';
import { record, type Actor, type CaseEvent, type CaseKind, type CaseState } from '../domain/case.ts';
import { kinds } from '../domain/kinds.ts';
import { down, up } from '../migrations/008-reports.ts';
import { anAppointmentOpening, patientAppointmentPolicy } from '../tests/support/appointment.ts';
import { aConversationOpening, patientConversationPolicy } from '../tests/support/conversation.ts';
import { testDatabase } from '../tests/support/database.ts';
import { anInvitationOpening, patientInvitationPolicy } from '../tests/support/invitation.ts';
import { patientPolicy } from '../tests/support/message.ts';
import { populate, type People } from '../tests/support/people.ts';
import { aFormOpening, patientFormPolicy } from '../tests/support/service-form.ts';
import { anOpening, patientOrderPolicy } from '../tests/support/work-order.ts';

const { knex, owner } = testDatabase();
const project = createProject(knex);
let people: People;
/** The clock of a story goes on a minute with every event. */
const began = Date.parse('2026-03-02T01:00:00Z');
const minute = (version: number): Date => new Date(began + version * 60_000);

beforeAll(async () => {
  people = await populate(knex);
});

type Step = readonly [type: string, by: 'taxpayer' | 'first' | 'second' | 'clock', more?: object];

/** Projects a story event by event, and gives back what reports are told of it. */
async function told(kind: CaseKind, steps: readonly Step[]): Promise<Record<string, unknown>> {
  const id = randomUUID();
  const { taxpayer, east } = people;
  const rules = kinds[kind];
  const texts = { textId: randomUUID(), originId: randomUUID(), uploadIds: [] };
  const opening = {
    message: { id, regionId: 'region', centreId: 'east', typeId: 'nobody', identityId: taxpayer, reminder: 'none', ...texts },
    'work-order': anOpening({ id, identityId: taxpayer, dispatcherId: east[1], ...texts, originId: null }),
    'service-form': aFormOpening({ id, identityId: taxpayer, senderId: east[0], ...texts }),
    conversation: aConversationOpening({ id, identityId: taxpayer }),
    appointment: anAppointmentOpening({ id, identityId: taxpayer, ...texts }),
    invitation: anInvitationOpening({ id, identityId: taxpayer, senderId: east[0], ...texts }),
  }[kind];
  const policy = {
    message: patientPolicy,
    'work-order': patientOrderPolicy,
    'service-form': patientFormPolicy,
    conversation: patientConversationPolicy,
    appointment: patientAppointmentPolicy,
    invitation: patientInvitationPolicy,
  }[kind];
  const actors: Record<Step[1], Actor> = {
    taxpayer: { kind: 'taxpayer', id: taxpayer },
    first: { kind: 'officer', id: east[0] },
    second: { kind: 'officer', id: east[1] },
    clock: { kind: 'system' },
  };
  const actor = rules.openedBy(opening);
  const events = rules.opened(opening, policy, began);
  let state: CaseState = rules.begin(opening, began);
  const move = async (event: CaseEvent, by: Actor) => {
    const recorded = record(state, [event], by, minute(state.version + 1).getTime());
    state = recorded.reduce((was, each) => rules.apply(was, each), state);
    await project({ state, events: recorded, allocate: false });
  };
  for (const event of events) await move(event, actor);
  for (const [type, by, more] of steps) await move({ type, ...more }, actors[by]);
  return await factsOf(id);
}

const columns = ['first_asked_at', 'first_answered_at', 'first_answered_by', 'first_overdue_at', 'ended_as'];
const factsOf = async (id: string): Promise<Record<string, unknown>> => ({
  id,
  ...(await knex('cases')
    .where({ id })
    .first<Record<string, unknown>>(...columns, 'stars', 'resolved')),
});

const rated = { resolved: false, stars: 2, textId: null };
const clock = { purpose: 'stage', startedAt: began, warnAt: null, dueAt: began, warned: false, escalated: false };

describe('what reports are told', () => {
  it('of a 留言 that was answered late and rated', async () => {
    const facts = await told('message', [
      ['claimed', 'first', { officerId: people.east[0] }],
      ['escalated', 'clock', { purpose: 'first-answer' }],
      ['asked-back', 'first', { textId: null, clock }],
      ['supplemented', 'taxpayer', { textId: null, clock }],
      ['replied', 'second', { textId: null, clock }],
      ['rated', 'taxpayer', rated],
      ['closed', 'taxpayer', { outcome: 'rated', reasonId: null }],
    ]);
    expect(facts).toMatchObject({
      first_asked_at: minute(1),
      first_answered_at: minute(4),
      first_answered_by: people.east[0],
      first_overdue_at: minute(3),
      ended_as: 'resolved',
      stars: 2,
      resolved: false,
    });
  });

  it('of a 留言 that becomes an order, and of one that is withdrawn', async () => {
    const taken: Step = ['claimed', 'first', { officerId: people.east[0] }];
    expect(await told('message', [taken, ['converted', 'first', { orderId: randomUUID(), merged: false }]])).toMatchObject({
      first_answered_at: null,
      ended_as: 'passed-on',
    });
    expect(await told('message', [['withdrawn', 'taxpayer']])).toMatchObject({ first_answered_by: null, ended_as: 'unresolved' });
  });

  it('of a 工单 that is rated after its end', async () => {
    const facts = await told('work-order', [
      ['claimed', 'first', { officerId: people.east[0] }],
      ['disputed', 'first', { reasonId: null, officerId: null, centreId: 'east', paused: null, clock }],
      ['dispatched', 'second', { officerId: people.east[1], noteId: null, centreId: 'east', clock }],
      ['urged', 'taxpayer'],
      ['finished', 'second', { textId: null }],
      ['closed', 'second', { outcome: 'finished', reasonId: null, clock }],
      ['rated', 'taxpayer', { ...rated, stars: 4, resolved: true }],
    ]);
    expect(facts).toMatchObject({
      first_asked_at: minute(1),
      first_answered_at: minute(6),
      first_answered_by: people.east[1],
      first_overdue_at: null,
      ended_as: 'resolved',
      stars: 4,
      resolved: true,
    });
  });

  it('of a 确认单: the taxpayer waits from handing it in', async () => {
    const papers = { papers: [], uploadIds: [], textId: null, clock };
    const facts = await told('service-form', [
      ['saved', 'taxpayer', papers],
      ['confirmed', 'taxpayer', papers],
      ['papers-reviewed', 'first', { verdicts: [], reasonId: null, clock: null }],
      ['confirmed', 'taxpayer', papers],
      ['closed', 'clock', { outcome: 'expired', reasonId: null }],
    ]);
    expect(facts).toMatchObject({ first_asked_at: minute(3), first_answered_at: minute(4), ended_as: 'unresolved', stars: null });
  });

  it('is nothing of a case to which nothing has happened yet, but since when it waits', async () => {
    expect(await told('message', [])).toMatchObject({ first_asked_at: minute(1), first_answered_at: null, ended_as: null, resolved: null });
    expect(await told('service-form', [])).toMatchObject({ first_asked_at: null });
  });
});

it('the migration reads the same from the events of all of them', async () => {
  const all = () =>
    knex('cases')
      .orderBy('id')
      .select<Record<string, unknown>[]>('id', ...columns);
  const written = await all();
  expect(written.length).toBeGreaterThan(6);
  await owner.transaction(async (trx) => {
    await down(trx);
    await up(trx);
  });
  expect(await all()).toEqual(written);
});
