import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { createProject } from '../activities/project.ts';
import type { CaseEvent, CaseState, Recorded } from '../domain/case.ts';
import type { Kind, KindTypes } from '../domain/kind.ts';
import type { AppointmentCommand, AppointmentState } from '../domain/appointment/appointment.ts';
import { appointmentKind, type AppointmentTypes } from '../domain/appointment/kind.ts';
import type { InvitationCommand, InvitationState } from '../domain/invitation/invitation.ts';
import { invitationKind, type InvitationTypes } from '../domain/invitation/kind.ts';
import { messageKind, type MessageTypes } from '../domain/message/kind.ts';
import type { MessageCommand, MessageState } from '../domain/message/message.ts';
import { caseKinds } from '../domain/case.ts';
import { kinds } from '../domain/kinds.ts';
import { serviceFormKind, type ServiceFormTypes } from '../domain/service-form/kind.ts';
import { possible } from '../domain/possible.ts';
import { workOrderKind, type WorkOrderTypes } from '../domain/work-order/kind.ts';
import { anAppointmentOpening, patientAppointmentPolicy } from '../tests/support/appointment.ts';
import type { Deed } from '../tests/support/arbitraries.ts';
import { testDatabase } from '../tests/support/database.ts';
import { anInvitationOpening, patientInvitationPolicy } from '../tests/support/invitation.ts';
import { patientPolicy } from '../tests/support/message.ts';
import { populate, type People } from '../tests/support/people.ts';
import { RandomWalk } from '../tests/support/random-walk.ts';
import { aFormOpening, formCommandArbitrary, patientFormPolicy } from '../tests/support/service-form.ts';
import { anOpening, commandArbitrary, patientOrderPolicy } from '../tests/support/work-order.ts';
import { ownNotices, readAllNotices, readNotice, unreadNotices } from './notices.ts';

const { knex } = testDatabase();
const project = createProject(knex);
let people: People;
let neighbour: string;
beforeAll(async () => {
  people = await populate(knex);
  const another = { region_id: 'region', subject: randomUUID(), kind: 'natural-person', role: 'natural-person', person_name: '邻居' };
  const [row] = await knex('identities').insert(another).returning<{ id: string }[]>('id');
  neighbour = row?.id ?? '';
});

const contents = { textId: randomUUID(), uploadIds: [randomUUID()], caseId: randomUUID() };
const openedAt = Date.parse('2026-03-04T09:00:00+08:00');
const storiesAtOnce = 8;

/** What happened at once to one case. */
interface Moment {
  state: CaseState;
  events: readonly Recorded<CaseEvent>[];
  /** Whether the taxpayer could now do what only somebody can do who was asked. */
  asked: boolean;
  /** The notices that ask for something. */
  asking: string[];
}

/** Random stories of a kind, each of a case of its own; every second one is the neighbour's. */
function storiesOf<T extends KindTypes>(
  seed: number,
  kind: Kind<T>,
  setting: { opening: T['opening']; policy: T['policy']; deeds: (state: T['state']) => fc.Arbitrary<Deed<T['command']>> },
  isAsked: (state: T['state'], now: number) => boolean,
): Moment[][] {
  const stories: Moment[][] = [];
  const deeds = (state: T['state']) => setting.deeds(state).map(byAnOfficer);
  const walk = new RandomWalk<T>({ ...setting, deeds, kind, openedAt, officers: people.east });
  let of = { id: '', identityId: '' };
  walk.always(
    ({ events, after, now }) => {
      if (events[0]?.version === 1) {
        of = { id: randomUUID(), identityId: stories.length % 2 === 0 ? people.taxpayer : neighbour };
        stories.push([]);
      }
      if (events.length === 0) return;
      const owed = events.flatMap((event) => kind.noticesFor(event, after));
      const asking = owed.filter(({ channel, category }) => channel === 'inbox' && category === 'todo');
      const moment = { state: { ...after, ...of }, events, asked: isAsked(after, now), asking: asking.map((each) => each.kind) };
      stories.at(-1)?.push(moment);
    },
    { seed, numRuns: storiesAtOnce },
  );
  return stories;
}

/** What nobody but an officer can claim without breaking the image's own rules: routes let nobody else. */
const byAnOfficer = <C extends { type: string }>({ actor, command }: Deed<C>): Deed<C> => ({
  actor: command.type === 'claim' && actor.kind !== 'officer' ? { kind: 'officer', id: people.east[0] } : actor,
  command,
});

/** What carries a 留言 on, from whom it awaits it. */
function messageDeeds({ assigneeId, status }: MessageState): fc.Arbitrary<Deed<MessageCommand>> {
  const said = { textId: contents.textId, uploadIds: [] };
  const own = { kind: 'taxpayer', id: people.taxpayer } as const;
  const officer = { kind: 'officer', id: assigneeId ?? people.east[0] } as const;
  const by = (actor: Deed<MessageCommand>['actor'], ...commands: MessageCommand[]) => commands.map((command) => ({ actor, command }));
  const askBack: MessageCommand = { type: 'askBack', ...said };
  const reply: MessageCommand = { type: 'reply', ...said };
  const end: MessageCommand = { type: 'end', reasonId: contents.textId };
  if (status === 'submitted') return fc.constantFrom(...by(officer, { type: 'claim' }));
  if (status === 'assigned') return fc.constantFrom(...by(officer, askBack, askBack, askBack, reply, { type: 'release', noteId: null }));
  return fc.constantFrom(
    ...by(own, { type: 'supplement', ...said }, { type: 'followUp', ...said }, { type: 'supplement', ...said }, { type: 'withdraw' }),
    ...by(officer, reply, end),
  );
}

/** Both sides come, sooner or later; few cancel. */
function appointmentDeeds({ assigneeId }: AppointmentState): fc.Arbitrary<Deed<AppointmentCommand>> {
  const own = { kind: 'taxpayer', id: people.taxpayer } as const;
  const officer = { kind: 'officer', id: assigneeId ?? people.east[0] } as const;
  const here: AppointmentCommand = { type: 'checkIn', evidence: 'button' };
  return fc.constantFrom(
    { actor: officer, command: { type: 'claim' } },
    { actor: officer, command: here },
    { actor: own, command: here },
    { actor: own, command: { type: 'cancel', cause: 'taxpayer', reasonId: contents.textId } },
  );
}

/** The taxpayer proposes other times, which the officer declines. */
function invitationDeeds({ assigneeId }: InvitationState): fc.Arbitrary<Deed<InvitationCommand>> {
  const own = { kind: 'taxpayer', id: people.taxpayer } as const;
  const officer = { kind: 'officer', id: assigneeId ?? people.east[0] } as const;
  const claim: Deed<InvitationCommand> = { actor: officer, command: { type: 'claim' } };
  return fc.constantFrom(
    ...[claim, claim, claim, claim, claim],
    { actor: own, command: { type: 'counter', placeId: randomUUID(), noteId: null } },
    { actor: officer, command: { type: 'decline', reasonId: contents.textId } },
    { actor: own, command: { type: 'reject', reasonId: contents.textId } },
  );
}

/** Their reminders come soon. */
const orderPolicy = { ...patientOrderPolicy, papersMinutes: 100, warnShare: 0.3 };
const invitationPolicy = { ...patientInvitationPolicy, answerMinutes: 100, reminders: [0.2, 0.4] };
const isOwn = { actor: { kind: 'taxpayer', id: 'whoever' }, role: 'taxpayer' } as const;

function everyKind(): Moment[][] {
  const ownForm = aFormOpening({ textId: contents.textId, originId: contents.caseId, senderId: people.east[0], orderId: null });
  const ownOrder = anOpening({ textId: contents.textId, dispatcherId: people.supervisor });
  const submission = {
    ...{ id: 'message', regionId: 'region', centreId: 'east', typeId: 'invoice', identityId: people.taxpayer, reminder: 'inbox' as const },
    ...{ textId: contents.textId, uploadIds: [] },
  };
  return [
    ...storiesOf<MessageTypes>(1, messageKind, { opening: submission, policy: patientPolicy, deeds: messageDeeds }, (state, now) =>
      possible(messageKind, state, isOwn, patientPolicy, now).includes('supplement'),
    ),
    // Orders are seldom asked for papers: there are more of them.
    ...[2, 9].flatMap((seed) =>
      storiesOf<WorkOrderTypes>(
        seed,
        workOrderKind,
        { opening: ownOrder, policy: orderPolicy, deeds: (state) => commandArbitrary(state, people, contents) },
        // Papers can be handed in unasked, too.
        (state, now) =>
          state.status === 'awaiting-materials' && possible(workOrderKind, state, isOwn, orderPolicy, now).includes('supplement'),
      ),
    ),
    ...storiesOf<ServiceFormTypes>(
      3,
      serviceFormKind,
      { opening: ownForm, policy: patientFormPolicy, deeds: (state) => formCommandArbitrary(state, people, contents) },
      (state, now) => possible(serviceFormKind, state, isOwn, patientFormPolicy, now).includes('confirm'),
    ),
    ...storiesOf<AppointmentTypes>(
      4,
      appointmentKind,
      { opening: anAppointmentOpening({ textId: contents.textId }), policy: patientAppointmentPolicy, deeds: appointmentDeeds },
      // They are waited for; who booked shortly before has had no notice.
      (state, now) =>
        state.remindedUntil > state.openedAt &&
        appointmentKind.moveOf(state) === 'taxpayer' &&
        possible(appointmentKind, state, isOwn, patientAppointmentPolicy, now).includes('checkIn'),
    ),
    ...[5, 11, 12].flatMap((seed) =>
      storiesOf<InvitationTypes>(
        seed,
        invitationKind,
        {
          opening: anInvitationOpening({ textId: contents.textId, senderId: people.east[0] }),
          policy: invitationPolicy,
          deeds: invitationDeeds,
        },
        // Their own proposal waits for the officer.
        (state, now) => state.status !== 'countered' && possible(invitationKind, state, isOwn, invitationPolicy, now).includes('accept'),
      ),
    ),
  ];
}

/** The stories one moment at a time, each in its turn. */
function* interwoven(stories: Moment[][]): Generator<Moment> {
  const longest = Math.max(...stories.map(({ length }) => length));
  for (let i = 0; i < longest; i += 1)
    for (const story of stories) {
      const moment = story[i];
      if (moment) yield moment;
    }
}

const everything = { page: 1, size: 10_000 };
const all = async (identityId: string, filters: Parameters<typeof ownNotices>[2] = {}) =>
  await ownNotices(knex, identityId, filters, everything);

describe('along random stories of every kind, side by side', () => {
  it('待办提醒 holds the newest notice of each case whose taxpayer could do it now, 消息提示 all others, and the counts agree', async () => {
    const expected = new Map<string, { of: string; asks: string }>();
    const newest = new Map<string, string>();
    const seen = new Set<string>();
    let settled = 0;
    let step = 0;
    for (const { state, events, asked, asking } of interwoven(everyKind())) {
      await project({ state, events, allocate: false });
      const asks = asking.at(-1) ?? newest.get(state.id);
      if (asks !== undefined) newest.set(state.id, asks);
      if (asked) expected.set(state.id, { of: state.identityId, asks: asks ?? 'nothing' });
      else if (expected.delete(state.id)) settled += 1;

      const own = state.identityId;
      const [todo, news, both] = await Promise.all([all(own, { category: 'todo' }), all(own, { category: 'news' }), all(own)]);
      const open = [...expected].filter(([, { of }]) => of === own).map(([id, kind]) => `${id} ${kind.asks}`);
      expect(todo.rows.map((row) => `${row.case_id} ${row.kind}`).toSorted()).toEqual(open.toSorted());
      for (const { kind } of todo.rows) seen.add(kind);
      expect([todo.total, news.total, both.total]).toEqual([todo.rows.length, news.rows.length, todo.rows.length + news.rows.length]);
      const part = new Map([...todo.rows, ...news.rows].map(({ id, category }) => [id, category]));
      expect(both.rows.map(({ id, category }) => [id, category])).toEqual(both.rows.map(({ id }) => [id, part.get(id)]));

      const unreadOf = ({ rows }: typeof todo): number => rows.filter(({ read_at }) => read_at === null).length;
      expect(await unreadNotices(knex, own)).toEqual({ todo: unreadOf(todo), news: unreadOf(news) });
      step += 1;
      // Somebody reads, one or all of a part.
      const some = both.rows[step % Math.max(1, both.rows.length)];
      if (step % 3 === 0 && some) await readNotice(knex, own, some.id);
      if (step % 10 === 0) {
        await readAllNotices(knex, own, 'todo');
        expect(await unreadNotices(knex, own)).toMatchObject({ todo: 0 });
      }
      if (step % 25 === 0) {
        const { todo: before } = await unreadNotices(knex, own);
        await readAllNotices(knex, own, 'news');
        expect(await unreadNotices(knex, own)).toEqual({ todo: before, news: 0 });
      }
    }
    // The stories are about something: each thing that is asked was open, and what was open was settled, often.
    expect(seen).toEqual(
      new Set(
        caseKinds.flatMap((kind) =>
          Object.entries(kinds[kind].notices).flatMap(([notice, { category }]) => (category === 'todo' ? [notice] : [])),
        ),
      ),
    );
    expect(settled).toBeGreaterThan(20);
  }, 120_000);
});
