import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Deed } from '../../tests/support/arbitraries.ts';
import { aConversationOpening, patientConversationPolicy } from '../../tests/support/conversation.ts';
import { RandomWalk } from '../../tests/support/random-walk.ts';
import { nextAlarm } from '../agenda.ts';
import { calendarFor, type Span } from '../calendar.ts';
import { record, system, type Actor } from '../case.ts';
import type { Heard } from '../chat.ts';
import { lines, standOf } from './chat.ts';
import {
  apply,
  conversationEventTypes,
  conversationOutcomes,
  conversationStatuses,
  isOpen,
  type ConversationCommand,
  type ConversationEvent,
  type ConversationPolicy,
  type ConversationState,
} from './conversation.ts';
import { conversationCommandTypes } from './decide.ts';
import { conversationKind, type ConversationTypes } from './kind.ts';
import { onTime } from './time.ts';

const office: Span[] = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const calendar = calendarFor({ week: { 1: office, 2: office, 3: office, 4: office, 5: office, 6: [], 7: [] }, makeUp: office }, [2026]);
const policy: ConversationPolicy = {
  ...patientConversationPolicy,
  recordingDays: 30,
  calendar,
  offerMinutes: 1,
  waitMinutes: 5,
  answerMinutes: 3,
  idleMinutes: 10,
  idleGraceMinutes: 2,
  robotIdleMinutes: 30,
};
const minute = 60_000;
/** Shanghai wall time of a working day. */
const at = (time: string): number => Date.parse(`2026-03-04T${time}:00+08:00`);
const taxpayer: Actor = { kind: 'taxpayer', id: 'taxpayer' };
const wang: Actor = { kind: 'officer', id: 'wang' };
const li: Actor = { kind: 'officer', id: 'li' };
const supervisor: Actor = { kind: 'officer', id: 'zhao' };

/** A conversation to which things happen one after the other; a grant follows where one is wanted and somebody is named. */
class Talk {
  state: ConversationState;
  now: number;
  constructor(now = at('10:00')) {
    this.now = now;
    this.state = conversationKind.begin(aConversationOpening(), now);
    this.happens(conversationKind.opened(aConversationOpening(), policy, now), taxpayer);
  }

  happens(events: readonly ConversationEvent[], actor: Actor = system): this {
    this.state = record(this.state, events, actor, this.now).reduce(apply, this.state);
    return this;
  }

  /** @param wins the officer whose capacity is won, if any is wanted */
  does(actor: Actor, command: ConversationCommand, wins?: string): this {
    const decision = conversationKind.decide(this.state, actor, command, policy, this.now);
    if (!decision.ok) throw new Error(decision.refusal.code);
    this.happens(decision.events, actor);
    const rule = conversationKind.grants.seat;
    if (wins !== undefined && rule && conversationKind.wants(this.state) !== null)
      this.happens([rule.granted({ officerId: wins }, this.state, this.now)]);
    return this;
  }

  refuses(actor: Actor, command: ConversationCommand): string {
    const decision = conversationKind.decide(this.state, actor, command, policy, this.now);
    return decision.ok ? 'not refused' : decision.refusal.code;
  }

  /** Time passes until the next deadline. */
  rings(heard: Heard | null = null): readonly ConversationEvent[] {
    this.now = nextAlarm(conversationKind.agenda(this.state)) ?? this.now;
    const events = onTime(this.state, policy, this.now, heard);
    this.happens(events);
    return events;
  }

  connected(officer = 'wang'): this {
    return this.does(taxpayer, request, officer).does({ kind: 'officer', id: officer }, { type: 'accept' });
  }
}
const request: ConversationCommand = { type: 'requestOfficer', cause: 'button', typeId: null };
const types = (events: readonly ConversationEvent[]): string[] => events.map(({ type }) => type);

describe('asking for an officer', () => {
  it('is refused out of hours, with when it opens', () => {
    const night = new Talk(at('19:00'));
    const decision = conversationKind.decide(night.state, taxpayer, request, policy, night.now);
    expect(decision).toEqual({
      ok: false,
      refusal: { code: 'out-of-hours', details: { opensAt: new Date('2026-03-05T09:00:00+08:00').toISOString() } },
    });
    expect(new Talk(at('12:30')).refuses(taxpayer, request)).toBe('out-of-hours');
  });

  it('once is enough', () => {
    const waiting = new Talk().does(taxpayer, request);
    expect(waiting.refuses(taxpayer, request)).toBe('already-waiting');
    expect(new Talk().connected().refuses(taxpayer, request)).toBe('already-connected');
  });

  it('keeps the matter that was chosen', () => {
    expect(new Talk().does(taxpayer, { ...request, typeId: 'invoice' }).state.typeId).toBe('invoice');
    expect(new Talk().does(taxpayer, request).state.typeId).toBe('question');
  });

  it('tells once of a long wait, and the place is kept', () => {
    const waiting = new Talk().does(taxpayer, request);
    expect(types(waiting.rings())).toEqual(['wait-long']);
    expect(waiting.state).toMatchObject({ status: 'queued', waitingSince: at('10:00') });
    expect(nextAlarm(conversationKind.agenda(waiting.state))).toBeNull();
  });
});

describe('who may write', () => {
  const speakers = (talk: Talk) => {
    const { taxpayer: person, robot, officerId, heldBy } = standOf(talk.state);
    return { person, robot, officerId, heldBy };
  };
  it.each([
    ['with the robot', new Talk(), { person: true, robot: true, officerId: null, heldBy: null }],
    ['in the queue', new Talk().does(taxpayer, request), { person: true, robot: true, officerId: null, heldBy: null }],
    ['offered', new Talk().does(taxpayer, request, 'wang'), { person: true, robot: true, officerId: null, heldBy: 'wang' }],
    ['with an officer', new Talk().connected(), { person: true, robot: false, officerId: 'wang', heldBy: 'wang' }],
    [
      'given back',
      new Talk().connected().does(wang, { type: 'release', noteId: null }),
      { person: true, robot: true, officerId: null, heldBy: null },
    ],
    [
      'ended',
      new Talk().connected().does(wang, { type: 'close', summaryId: null }),
      { person: false, robot: false, officerId: null, heldBy: null },
    ],
  ])('%s', (_, talk, expected) => {
    expect(speakers(talk)).toEqual(expected);
  });

  it('nobody keeps the floor by an old epoch: each change of hands begins a new one', () => {
    const talk = new Talk().connected();
    const epochs = [talk.state.epoch];
    talk.does(wang, { type: 'handOver', to: { officerId: 'li' }, noteId: 'note' }, 'li');
    epochs.push(talk.state.epoch);
    talk.does(li, { type: 'accept' });
    epochs.push(talk.state.epoch);
    talk.does(system, { type: 'lose', officerId: 'li' });
    epochs.push(talk.state.epoch);
    expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b));
  });
});

describe('a supervisor who joins', () => {
  const joined = () => new Talk().connected().does(wang, { type: 'askSupervisor', noteId: 'note' }).does(supervisor, { type: 'join' });

  it('may write beside the officer, in the same epoch and without taking capacity', () => {
    const talk = joined();
    const before = standOf(new Talk().connected().state);
    expect(standOf(talk.state)).toEqual({ ...before, joinedId: 'zhao' });
    expect(talk.state.supportAskedAt).toBeNull();
    expect(standOf(talk.does(supervisor, { type: 'leave' }).state).joinedId).toBeNull();
  });

  it('is one at a time, and only while an officer has the floor', () => {
    const talk = joined();
    expect(talk.refuses(supervisor, { type: 'join' })).toBe('already-yours');
    expect(talk.refuses({ kind: 'officer', id: 'other' }, { type: 'join' })).toBe('already-joined');
    expect(talk.refuses({ kind: 'officer', id: 'other' }, { type: 'leave' })).toBe('not-joined');
    expect(new Talk().does(taxpayer, request).refuses(supervisor, { type: 'join' })).toBe('not-connected');
    expect(new Talk().connected().refuses(li, { type: 'askSupervisor', noteId: null })).toBe('not-assignee');
  });

  it.each<[string, Actor, ConversationCommand]>([
    ['given back', wang, { type: 'release', noteId: null }],
    ['handed over', wang, { type: 'handOver', to: { centreId: 'west' }, noteId: 'note' }],
    ['lost', system, { type: 'lose', officerId: 'wang' }],
    ['ended', taxpayer, { type: 'close', summaryId: null }],
  ])('is not there any more when it is %s', (_, actor, command) => {
    const { state } = joined().does(actor, command);
    expect([standOf(state).joinedId, state.joinedId]).toEqual([null, null]);
  });
});

describe('a group', () => {
  const handOver: ConversationCommand = { type: 'handOver', to: { groupId: 'experts', centreId: 'east' }, noteId: 'note' };

  it('is waited for until an officer has the floor, or nobody of it is', () => {
    const talk = new Talk().connected().does(wang, handOver);
    expect(standOf(talk.state).waiting).toMatchObject({ groupId: 'experts', rank: 0 });
    expect(conversationKind.wants(talk.state)).toMatchObject({ name: 'seat', ask: { groupId: 'experts', only: null } });
    expect(talk.does(supervisor, { type: 'reassign', officerId: 'li', noteId: null }, 'li').state.awaitedGroupId).toBeNull();
    expect(new Talk().connected().does(wang, handOver).does(taxpayer, { type: 'leaveQueue' }).state.awaitedGroupId).toBeNull();
  });
});

describe('the front of the queue', () => {
  it.each<[string, (talk: Talk) => Talk]>([
    ['given back', (talk) => talk.does(wang, { type: 'release', noteId: null })],
    ['lost', (talk) => talk.does(system, { type: 'lose', officerId: 'wang' })],
    ['handed over to a centre', (talk) => talk.does(wang, { type: 'handOver', to: { centreId: 'west' }, noteId: 'note' })],
  ])('%s: before all others, and not to the same officer at once', (_, change) => {
    const { waiting } = standOf(change(new Talk().connected()).state);
    expect(waiting).toMatchObject({ rank: 0, passedOver: [{ officerId: 'wang', until: at('10:01') }] });
  });

  it('a place given up for absence is told of, and asked for again from the end', () => {
    const talk = new Talk().does(taxpayer, request).does(system, { type: 'lapse' });
    expect(talk.state).toMatchObject({ status: 'robot', lapsed: true, waitingSince: null });
    expect(talk.refuses(system, { type: 'lapse' })).toBe('not-waiting');
    talk.now += minute;
    expect(talk.does(taxpayer, request).state).toMatchObject({ status: 'queued', lapsed: false, waitingSince: talk.now });
    expect(new Talk().does(taxpayer, request, 'wang').refuses(system, { type: 'lapse' })).toBe('not-waiting');
  });

  it('a supervisor raises it once', () => {
    const talk = new Talk().does(taxpayer, request).does(supervisor, { type: 'prioritise' });
    expect(standOf(talk.state).waiting?.rank).toBe(0);
    expect(talk.refuses(supervisor, { type: 'prioritise' })).toBe('already-in-front');
  });
});

describe('silence', () => {
  it('of an officer is late after the time to answer, and told again only after twice as long', () => {
    const talk = new Talk().connected();
    const heard: Heard = { at: at('10:00'), by: 'taxpayer' };
    const late: number[] = [];
    for (let ring = 0; ring < 6; ring += 1) {
      if (types(talk.rings(heard)).includes('answer-late')) late.push((talk.now - at('10:00')) / minute);
    }
    expect(late.slice(0, 4)).toEqual([3, 6, 12, 24]);
    expect(talk.state).toMatchObject({ status: 'active', clock: { purpose: 'answer', escalated: true } });
  });

  it('of a taxpayer is warned of, and ends it after the grace', () => {
    const talk = new Talk().connected();
    const heard: Heard = { at: at('10:01'), by: 'officer' };
    expect(types(talk.rings(heard))).toEqual(['heard']);
    expect(types(talk.rings(heard))).toEqual(['idle-warned']);
    expect(talk.now).toBe(at('10:11'));
    expect(types(talk.rings(heard))).toEqual(['closed']);
    expect(talk.state).toMatchObject({ status: 'ended', outcome: 'idle' });
    expect(talk.now).toBe(at('10:13'));
  });

  it.each<[string, (talk: Talk) => Heard]>([
    ['a word of the taxpayer', (talk) => ({ at: talk.now + minute, by: 'taxpayer' })],
    ['another word of the officer', (talk) => ({ at: talk.now + minute, by: 'officer' })],
  ])('%s after the warning keeps it', (_, word) => {
    const talk = new Talk().connected();
    const heard: Heard = { at: at('10:01'), by: 'officer' };
    talk.rings(heard);
    talk.rings(heard);
    expect(types(talk.rings(word(talk)))).toEqual(['heard']);
    expect(talk.state.status).toBe('active');
  });

  it('one click keeps it as long as a word', () => {
    const talk = new Talk().connected();
    const heard: Heard = { at: at('10:01'), by: 'officer' };
    talk.rings(heard);
    talk.rings(heard);
    talk.now += minute;
    talk.does(taxpayer, { type: 'stay' });
    expect(types(talk.rings(heard))).toEqual(['idle-warned']);
    expect(talk.now).toBe(at('10:22'));
  });

  it('with the robot ends it, without asking for a rating', () => {
    const talk = new Talk();
    expect(types(talk.rings({ at: at('10:20'), by: 'robot' }))).toEqual(['heard']);
    expect(types(talk.rings({ at: at('10:20'), by: 'robot' }))).toEqual(['closed']);
    expect(talk.now).toBe(at('10:50'));
    expect(conversationKind.isLive(talk.state)).toBe(false);
  });
});

describe('the rating', () => {
  it('comes once, and within its time', () => {
    const rate: ConversationCommand = { type: 'rate', resolved: false, stars: 2, textId: null };
    const talk = new Talk().connected();
    expect(talk.refuses(taxpayer, rate)).toBe('not-ended-yet');
    talk.does(wang, { type: 'close', summaryId: null });
    const late = new Talk().connected().does(wang, { type: 'close', summaryId: null });
    expect(types(late.rings())).toEqual(['rating-elapsed']);
    expect(late.refuses(taxpayer, rate)).toBe('evaluation-over');
    expect(talk.does(taxpayer, rate).refuses(taxpayer, rate)).toBe('already-rated');
  });

  it('belongs to the officer who had it last', () => {
    const talk = new Talk().connected().does(wang, { type: 'handOver', to: { officerId: 'li' }, noteId: 'note' }, 'li');
    expect(talk.does(li, { type: 'accept' }).does(taxpayer, { type: 'close', summaryId: null }).state.lastOfficerId).toBe('li');
  });
});

const recording = { callId: 'call', recordingId: 'recording' };

/** Commands of people and the system, mostly by those who can send them. */
function deeds({ assigneeId, call }: ConversationState): fc.Arbitrary<Deed<ConversationCommand>> {
  const holder: Actor = { kind: 'officer', id: assigneeId ?? 'wang' };
  const officer = fc.constantFrom<Actor>(holder, holder, wang, li);
  const by = (who: fc.Arbitrary<Actor>, command: fc.Arbitrary<ConversationCommand>): fc.Arbitrary<Deed<ConversationCommand>> =>
    fc.record({ actor: who, command });
  const always = fc.constant;
  const colleague = fc.constantFrom('wang', 'li');
  return fc.oneof(
    { weight: 6, arbitrary: by(always(taxpayer), fc.constantFrom(request, { ...request, cause: 'mood', typeId: 'invoice' } as const)) },
    { weight: 6, arbitrary: by(officer, always({ type: 'accept' })) },
    by(officer, fc.constantFrom({ type: 'decline' }, { type: 'claim' }, { type: 'release', noteId: null })),
    by(
      officer,
      colleague.map((officerId) => ({ type: 'handOver', to: { officerId }, noteId: 'note' })),
    ),
    by(
      officer,
      fc.constantFrom('east', 'west').map((centreId) => ({ type: 'handOver', to: { centreId }, noteId: 'note' })),
    ),
    by(
      always(supervisor),
      colleague.map((officerId) => ({ type: 'reassign', officerId, noteId: null })),
    ),
    by(
      officer,
      fc.constantFrom<ConversationCommand>(
        { type: 'handOver', to: { groupId: 'experts', centreId: 'east' }, noteId: 'note' },
        { type: 'askSupervisor', noteId: null },
      ),
    ),
    { weight: 2, arbitrary: by(always(supervisor), fc.constantFrom<ConversationCommand>({ type: 'join' }, { type: 'leave' })) },
    by(always(supervisor), always({ type: 'prioritise' })),
    { weight: 2, arbitrary: by(always(system), fc.constantFrom({ type: 'seek' }, { type: 'lapse' })) },
    by(
      always(system),
      colleague.map((officerId) => ({ type: 'lose', officerId })),
    ),
    by(
      always(taxpayer),
      fc.constantFrom({ type: 'leaveQueue' }, { type: 'stay' }, { type: 'rate', resolved: true, stars: 3, textId: null }),
    ),
    by(fc.oneof(always(taxpayer), officer), always({ type: 'close', summaryId: null })),
    by(always(supervisor), always({ type: 'end', reasonId: 'reason' })),
    {
      weight: 3,
      arbitrary: by(
        always(taxpayer),
        fc.constantFrom({ type: 'askCall', callId: 'call', way: 'video' }, { type: 'refuseCall', callId: 'call' }),
      ),
    },
    { weight: 4, arbitrary: by(always(holder), always({ type: 'inviteCall', callId: 'call', way: 'assistance' })) },
    {
      weight: call?.stage === 'invited' ? 60 : 1,
      arbitrary: by(always(taxpayer), always({ type: 'consentCall', callId: 'call', uses: ['microphone'] })),
    },
    { weight: call?.stage === 'consented' ? 80 : 1, arbitrary: by(always(system), always({ type: 'connectCall', callId: 'call' })) },
    { weight: call === undefined ? 1 : 8, arbitrary: by(always(system), always({ type: 'loseCall', callId: 'call' })) },
    { weight: call === undefined ? 1 : 8, arbitrary: by(fc.constantFrom(taxpayer, holder), always({ type: 'endCall', callId: 'call' })) },
    { weight: call?.stage === 'asked' ? 20 : 1, arbitrary: by(always(holder), always({ type: 'refuseCall', callId: 'call' })) },
    { weight: call?.stage === 'connected' ? 150 : 1, arbitrary: by(always(holder), always({ type: 'askRecording', ...recording })) },
    {
      weight: call?.recording?.stage === 'asked' ? 120 : 1,
      arbitrary: by(
        always(taxpayer),
        fc.constantFrom<ConversationCommand>({ type: 'consentRecording', ...recording }, { type: 'refuseRecording', ...recording }),
      ),
    },
    {
      weight: call?.recording?.stage === 'consented' ? 60 : 1,
      arbitrary: by(always(system), always({ type: 'beginRecording', ...recording })),
    },
    {
      weight: call?.recording === undefined ? 1 : 80,
      arbitrary: by(fc.constantFrom(taxpayer, holder), always({ type: 'stopRecording', ...recording })),
    },
    by(always(system), always({ type: 'endRecording', ...recording, by: 'failed' })),
  );
}

const walk = new RandomWalk<ConversationTypes>({
  kind: conversationKind,
  opening: aConversationOpening(),
  policy,
  openedAt: at('10:00'),
  officers: ['wang', 'li'],
  deeds,
});

describe('along any path', () => {
  walk.itIsLikeEveryCase();

  it('everything happens that can happen', () => {
    const seen = { statuses: new Set<string>(), types: new Set<string>(), outcomes: new Set<string | null>(), commands: new Set<string>() };
    walk.always(
      ({ after, events, deed, decision }) => {
        seen.statuses.add(after.status);
        seen.outcomes.add(after.outcome);
        for (const { type } of events) seen.types.add(type);
        if (deed && decision?.ok === true) seen.commands.add(deed.command.type);
      },
      { numRuns: 1_000, seed: 4 },
    );
    expect(seen.statuses).toEqual(new Set(conversationStatuses));
    // The interaction of an appointment has another beginning.
    expect(seen.types).toEqual(new Set(conversationEventTypes.filter((type) => type !== 'appointed')));
    expect(seen.outcomes).toEqual(new Set([null, ...conversationOutcomes]));
    expect(seen.commands).toEqual(new Set(conversationCommandTypes));
  });

  it('the robot and an officer never have the floor together, and an officer has it only while they hold it', () => {
    walk.always(({ after }) => {
      const { robot, officerId, heldBy, waiting, taxpayer: person } = standOf(after);
      expect(robot && officerId !== null).toBe(false);
      if (officerId !== null) expect([heldBy, after.status]).toEqual([officerId, 'active']);
      expect(waiting !== null).toBe(after.status === 'queued');
      expect(person).toBe(isOpen(after));
    });
  });

  it('the floor changes hands only with a new epoch', () => {
    walk.always(({ before, after }) => {
      if (standOf(before).officerId !== standOf(after).officerId) expect(after.epoch).toBeGreaterThan(before.epoch);
      expect(after.epoch).toBeGreaterThanOrEqual(before.epoch);
    });
  });

  it('each change of hands is one line that the taxpayer sees, beside the end of a call and of its recording', () => {
    walk.always(({ before, after, events }) => {
      const told = events.filter(({ type }) => lines.includes(type) && type !== 'call-ended' && type !== 'recording-ended');
      if (standOf(before).officerId !== standOf(after).officerId) expect(told).toHaveLength(1);
      expect(told.length).toBeLessThanOrEqual(1);
    });
  });
});
