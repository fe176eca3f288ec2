import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { nextAlarm } from '../agenda.ts';
import { roundTheClock } from '../calendar.ts';
import type { Actor, RefusalCode } from '../case.ts';
import { record } from '../case.ts';
import { acceptable } from '../possible.ts';
import { messageCommandTypes } from './decide.ts';
import { messageKind } from './kind.ts';
import {
  apply,
  isOpen,
  needsAllocation,
  newMessage,
  moveOf,
  type MessageCommand,
  type MessageEvent,
  type MessagePolicy,
  type MessageState,
  type MessageStatus,
} from './message.ts';
import { agenda, onTime, submitted } from './time.ts';

const decide: typeof messageKind.decide = (...asked) => messageKind.decide(...asked);

const minute = 60_000;
const policy: MessagePolicy = {
  calendar: roundTheClock,
  firstAnswerMinutes: 100,
  answerMinutes: 50,
  supplementMinutes: 200,
  followUpMinutes: 300,
  warnShare: 0.8,
};
const text = { textId: 'text', uploadIds: [] };
const taxpayer: Actor = { kind: 'taxpayer', id: 'taxpayer' };
const wang: Actor = { kind: 'officer', id: 'wang' };
const li: Actor = { kind: 'officer', id: 'li' };

const submission = {
  id: 'case',
  regionId: 'region',
  centreId: 'east',
  typeId: 'type',
  identityId: 'taxpayer',
  reminder: 'inbox' as const,
  ...text,
};
const after = (state: MessageState, events: readonly MessageEvent[], actor: Actor = taxpayer, at = 0) =>
  record(state, events, actor, at).reduce(apply, state);
const start = () => after(newMessage(submission, 0), [submitted(submission, policy, 0)]);

function does(state: MessageState, actor: Actor, command: MessageCommand, now = 0): MessageState {
  const decision = decide(state, actor, command, policy, now);
  if (!decision.ok) throw new Error(decision.refusal.code);
  return after(state, decision.events, actor, now);
}

const assigned = () => after(start(), [{ type: 'assigned', officerId: 'wang' }], { kind: 'system' });
const askedBack = () => does(assigned(), wang, { type: 'askBack', ...text });
const replied = () => does(assigned(), wang, { type: 'reply', ...text });
const rated = () => does(replied(), taxpayer, { type: 'rate', resolved: true, stars: 5, textId: null });
const withdrawn = () => does(assigned(), taxpayer, { type: 'withdraw' });
const ended = () => does(assigned(), wang, { type: 'end', reasonId: 'reason' });
const converted = () => does(assigned(), wang, { type: 'convert', orderId: 'order', order: null });
const states = { submitted: start, assigned, askedBack, replied, rated, withdrawn, converted, ended };

const commands: { [K in MessageCommand['type']]: [Actor, MessageCommand] } = {
  claim: [li, { type: 'claim' }],
  release: [wang, { type: 'release', noteId: null }],
  handOver: [wang, { type: 'handOver', to: { officerId: 'li' }, noteId: 'note' }],
  reply: [wang, { type: 'reply', ...text }],
  askBack: [wang, { type: 'askBack', ...text }],
  supplement: [taxpayer, { type: 'supplement', ...text }],
  followUp: [taxpayer, { type: 'followUp', ...text }],
  withdraw: [taxpayer, { type: 'withdraw' }],
  rate: [taxpayer, { type: 'rate', resolved: false, stars: 1, textId: 'text' }],
  convert: [wang, { type: 'convert', orderId: 'order', order: null }],
  reassign: [li, { type: 'reassign', officerId: 'li', noteId: null }],
  end: [li, { type: 'end', reasonId: 'reason' }],
};

/** Every command in every state: the status it leads to, or the code with which it is refused. */
const table: Record<keyof typeof states, Record<MessageCommand['type'], MessageStatus | RefusalCode>> = {
  submitted: {
    claim: 'assigned',
    release: 'not-assigned',
    handOver: 'not-assigned',
    reply: 'not-assigned',
    askBack: 'not-assigned',
    supplement: 'not-asked-back',
    followUp: 'not-answered-yet',
    withdraw: 'withdrawn',
    rate: 'not-answered-yet',
    convert: 'not-assigned',
    reassign: 'assigned',
    end: 'closed',
  },
  assigned: {
    claim: 'already-claimed',
    release: 'submitted',
    handOver: 'assigned',
    reply: 'replied',
    askBack: 'asked-back',
    supplement: 'not-asked-back',
    followUp: 'not-answered-yet',
    withdraw: 'withdrawn',
    rate: 'not-answered-yet',
    convert: 'converted',
    reassign: 'assigned',
    end: 'closed',
  },
  askedBack: {
    claim: 'already-claimed',
    release: 'awaiting-taxpayer',
    handOver: 'awaiting-taxpayer',
    reply: 'replied',
    askBack: 'awaiting-taxpayer',
    supplement: 'assigned',
    followUp: 'not-answered-yet',
    withdraw: 'withdrawn',
    rate: 'not-answered-yet',
    convert: 'converted',
    reassign: 'asked-back',
    end: 'closed',
  },
  replied: {
    claim: 'already-claimed',
    release: 'awaiting-taxpayer',
    handOver: 'awaiting-taxpayer',
    reply: 'replied',
    askBack: 'awaiting-taxpayer',
    supplement: 'not-asked-back',
    followUp: 'assigned',
    withdraw: 'already-answered',
    rate: 'closed',
    convert: 'converted',
    reassign: 'replied',
    end: 'closed',
  },
  rated: {
    claim: 'case-closed',
    release: 'case-closed',
    handOver: 'case-closed',
    reply: 'case-closed',
    askBack: 'case-closed',
    supplement: 'case-closed',
    followUp: 'case-closed',
    withdraw: 'case-closed',
    rate: 'already-rated',
    convert: 'case-closed',
    reassign: 'case-closed',
    end: 'case-closed',
  },
  withdrawn: {
    claim: 'case-withdrawn',
    release: 'case-withdrawn',
    handOver: 'case-withdrawn',
    reply: 'case-withdrawn',
    askBack: 'case-withdrawn',
    supplement: 'case-withdrawn',
    followUp: 'case-withdrawn',
    withdraw: 'case-withdrawn',
    rate: 'case-withdrawn',
    convert: 'case-withdrawn',
    reassign: 'case-withdrawn',
    end: 'case-withdrawn',
  },
  converted: {
    claim: 'already-converted',
    release: 'already-converted',
    handOver: 'already-converted',
    reply: 'already-converted',
    askBack: 'already-converted',
    supplement: 'already-converted',
    followUp: 'already-converted',
    withdraw: 'already-converted',
    rate: 'already-converted',
    convert: 'already-converted',
    reassign: 'already-converted',
    end: 'already-converted',
  },
  ended: {
    claim: 'case-closed',
    release: 'case-closed',
    handOver: 'case-closed',
    reply: 'case-closed',
    askBack: 'case-closed',
    supplement: 'case-closed',
    followUp: 'case-closed',
    withdraw: 'case-closed',
    rate: 'case-closed',
    convert: 'case-closed',
    reassign: 'case-closed',
    end: 'case-closed',
  },
};

describe('every command in every state', () => {
  for (const [name, row] of Object.entries(table) as [keyof typeof states, (typeof table)['submitted']][]) {
    it.each(Object.entries(row) as [MessageCommand['type'], string][])(`${name}: %s → %s`, (type, expected) => {
      const state = states[name]();
      const [actor, command] = commands[type];
      const decision = decide(state, actor, command, policy, 0);
      expect(decision.ok ? after(state, decision.events, actor).status : decision.refusal.code).toBe(expected);
    });
  }
});

describe('who holds the case (rule 1)', () => {
  it.each(['reply', 'askBack', 'release', 'handOver', 'convert'] as const)(
    '%s by another officer is refused and says who holds it',
    (type) => {
      expect(decide(assigned(), li, commands[type][1], policy, 0)).toEqual({
        ok: false,
        refusal: { code: 'not-assignee', details: { officerId: 'wang' } },
      });
    },
  );
  it('a claim by the one who holds it says so', () => {
    expect(decide(assigned(), wang, { type: 'claim' }, policy, 0)).toEqual({ ok: false, refusal: { code: 'already-yours' } });
  });
  it('is handed over to a colleague, who goes on under the same deadline', () => {
    const handed = does(assigned(), wang, commands.handOver[1], 5 * minute);
    expect(handed).toMatchObject({ assigneeId: 'li', centreId: 'east', status: 'assigned' });
    expect(handed.clock?.dueAt).toBe(100 * minute);
  });
  it('is handed over to another centre, where somebody is to be found by rule', () => {
    const handed = does(assigned(), wang, { type: 'handOver', to: { centreId: 'west' }, noteId: 'note' });
    expect(handed).toMatchObject({ assigneeId: null, centreId: 'west', status: 'submitted' });
    expect(needsAllocation(handed)).toBe(true);
  });
  it.each([
    [{ centreId: 'east' }, 'same-centre'],
    [{ officerId: 'wang' }, 'already-theirs'],
  ] as const)('is not handed over to where it is: %o', (to, code) => {
    expect(decide(assigned(), wang, { type: 'handOver', to, noteId: 'note' }, policy, 0)).toMatchObject({ refusal: { code } });
  });
  it('remembers who gave it back, until somebody has it again', () => {
    const released = does(assigned(), wang, { type: 'release', noteId: null });
    expect(released).toMatchObject({ status: 'submitted', assigneeId: null, releasedBy: 'wang' });
    expect(does(released, li, { type: 'claim' }).releasedBy).toBeNull();
  });
  it('is not reassigned to who has it', () => {
    expect(decide(assigned(), li, { type: 'reassign', officerId: 'wang', noteId: null }, policy, 0)).toMatchObject({
      refusal: { code: 'already-theirs' },
    });
  });
  it('a follow-up goes to whoever answered', () => {
    expect(does(replied(), taxpayer, { type: 'followUp', ...text })).toMatchObject({ status: 'assigned', assigneeId: 'wang' });
  });
});

describe('the clock (rules 3 and 4)', () => {
  it('warns at the share of the time, then escalates, each once', () => {
    const state = assigned();
    expect(nextAlarm(agenda(state))).toBe(80 * minute);
    expect(onTime(state, 80 * minute - 1)).toEqual([]);
    const warned = after(state, onTime(state, 80 * minute));
    expect(warned.clock).toMatchObject({ warned: true, escalated: false });
    expect(onTime(warned, 99 * minute)).toEqual([]);
    expect(nextAlarm(agenda(warned))).toBe(100 * minute);
    const escalated = after(warned, onTime(warned, 100 * minute));
    expect(escalated.clock).toMatchObject({ escalated: true });
    expect(nextAlarm(agenda(escalated))).toBeNull();
    expect(onTime(escalated, 1_000 * minute)).toEqual([]);
  });
  it('escalates at once when the warning was slept through', () => {
    expect(onTime(assigned(), 500 * minute)).toEqual([{ type: 'escalated', purpose: 'first-answer' }]);
  });
  it('stands still while the taxpayer is asked and starts again with what they send', () => {
    const asked = does(assigned(), wang, { type: 'askBack', ...text }, 90 * minute);
    expect(asked.clock).toMatchObject({ purpose: 'supplement', dueAt: 290 * minute });
    const back = does(asked, taxpayer, { type: 'supplement', ...text }, 150 * minute);
    expect(back.clock).toMatchObject({ purpose: 'first-answer', dueAt: 250 * minute });
  });
  it('a second answer has its own time', () => {
    const asked = does(
      does(does(replied(), taxpayer, { type: 'followUp', ...text }), wang, { type: 'askBack', ...text }),
      taxpayer,
      { type: 'supplement', ...text },
      10 * minute,
    );
    expect(asked.clock).toMatchObject({ purpose: 'answer', dueAt: 60 * minute });
  });
  it.each([
    ['a question back without answer', askedBack, 200, 'supplement-elapsed'],
    ['an answer without follow-up', replied, 300, 'follow-up-elapsed'],
  ] as const)('%s closes the case', (_, state, minutes, outcome) => {
    const closed = after(state(), onTime(state(), minutes * minute));
    expect(closed).toMatchObject({ status: 'closed', outcome, clock: null });
  });
  it('reminds the taxpayer of a question back, but of nothing after an answer', () => {
    expect(onTime(askedBack(), 160 * minute)).toEqual([{ type: 'warned', purpose: 'supplement' }]);
    expect(onTime(replied(), 299 * minute)).toEqual([]);
  });
  it.each([rated, withdrawn, ended])('is silent once the case is over (rule 5)', (state) => {
    expect(nextAlarm(agenda(state()))).toBeNull();
    expect(onTime(state(), 1e12)).toEqual([]);
  });
});

describe('along any path', () => {
  const step = fc.record({
    type: fc.constantFrom(...messageCommandTypes),
    who: fc.constantFrom(taxpayer, wang, li),
    minutes: fc.integer({ min: 0, max: 400 }),
  });
  const walk = (
    steps: { type: MessageCommand['type']; who: Actor; minutes: number }[],
    look: (state: MessageState, now: number) => void,
  ) => {
    let state = start();
    let now = 0;
    for (const { type, who, minutes } of steps) {
      now += minutes * minute;
      state = after(state, onTime(state, now), { kind: 'system' }, now);
      const decision = decide(state, who, commands[type][1], policy, now);
      if (decision.ok) state = after(state, decision.events, who, now);
      look(state, now);
    }
  };

  it('what is offered is what would be accepted', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        walk(steps, (state, now) => {
          for (const who of [taxpayer, wang, li]) {
            const offered = acceptable(
              messageKind,
              state,
              { actor: who, role: who.kind === 'taxpayer' ? 'taxpayer' : 'agent' },
              policy,
              now,
            );
            for (const type of messageCommandTypes) {
              if (type === 'handOver' || type === 'reassign') continue; // they depend on the target as well
              expect(offered.includes(type)).toBe(decide(state, who, commands[type][1], policy, now).ok);
            }
          }
        });
      }),
    );
  });
  it('the state stays sound', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let version = 1;
        walk(steps, (state) => {
          expect(state.version).toBeGreaterThanOrEqual(version);
          version = state.version;
          expect(isOpen(state)).toBe(state.closedAt === null);
          expect(isOpen(state)).toBe(state.clock !== null);
          if (state.status === 'assigned' || state.status === 'asked-back' || state.status === 'replied')
            expect(state.assigneeId).not.toBeNull();
          if (state.status === 'submitted') expect(state.assigneeId).toBeNull();
          if (isOpen(state))
            expect(moveOf(state)).toBe(
              state.clock?.purpose === 'supplement' || state.clock?.purpose === 'follow-up' ? 'taxpayer' : 'officer',
            );
          if (state.status === 'replied' || state.outcome === 'rated') expect(state.answeredAt).not.toBeNull();
        });
      }),
    );
  });
  it('applying the recorded events again gives the same state', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let state = start();
        const story = record(newMessage(submission, 0), [submitted(submission, policy, 0)], taxpayer, 0);
        for (const { type, who } of steps) {
          const decision = decide(state, who, commands[type][1], policy, 0);
          if (!decision.ok) continue;
          const recorded = record(state, decision.events, who, 0);
          story.push(...recorded);
          state = recorded.reduce(apply, state);
        }
        expect(story.reduce(apply, newMessage(submission, 0))).toEqual(state);
        expect(story.map(({ version }) => version)).toEqual(story.map((_, i) => i + 1));
      }),
    );
  });
});
