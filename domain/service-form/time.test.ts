import { describe, expect, it } from '@jest/globals';

import { aFormOpening, patientFormPolicy } from '../../tests/support/service-form.ts';
import { nextAlarm } from '../agenda.ts';
import { calendarFor, type Span } from '../calendar.ts';
import { record, system, type Actor } from '../case.ts';
import { recountBy } from '../recount.ts';
import { decide } from './decide.ts';
import { apply, type ServiceFormCommand, type ServiceFormEvent, type ServiceFormPolicy, type ServiceFormState } from './form.ts';
import { serviceFormKind } from './kind.ts';
import { agenda, clockOf, endOfWork, handInClock, onTime } from './time.ts';

const office: Span[] = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const hour = 60;
const calendar = calendarFor({ week: { 1: office, 2: office, 3: office, 4: office, 5: office, 6: [], 7: [] }, makeUp: office }, [2026]);

/** Ten hours to hand in, reminders after five and eight; four to judge, seven for the result, warned after three quarters of it. */
const policy: ServiceFormPolicy = {
  ...patientFormPolicy,
  calendar,
  handInMinutes: 10 * hour,
  reminders: [0.5, 0.8],
  reviewMinutes: 4 * hour,
  resultMinutes: 8 * hour,
  warnShare: 0.75,
};

/** Shanghai wall time of 2026. */
const at = (text: string): number => Date.parse(`2026-${text.replace(' ', 'T')}+08:00`);
const taxpayer: Actor = { kind: 'taxpayer', id: 'taxpayer' };
const wang: Actor = { kind: 'officer', id: 'wang' };

const after = (state: ServiceFormState, events: readonly ServiceFormEvent[], actor: Actor, now: number) =>
  record(state, events, actor, now).reduce(apply, state);
const rings = (state: ServiceFormState, when: string, by = policy) => after(state, onTime(state, by, at(when)), system, at(when));
function does(state: ServiceFormState, actor: Actor, command: ServiceFormCommand, when: string): ServiceFormState {
  const decision = decide(state, actor, command, policy, at(when));
  if (!decision.ok) throw new Error(decision.refusal.code);
  return after(state, decision.events, actor, at(when));
}

function sentAt(when: string, by: ServiceFormPolicy = policy): ServiceFormState {
  const opening = aFormOpening({ papers: [{ key: 'contract', required: true }] });
  const actor = serviceFormKind.openedBy(opening);
  const events = serviceFormKind.opened(opening, by, at(when));
  return after(serviceFormKind.begin(opening, at(when)), events, actor, at(when));
}

const papers = [{ key: 'contract', uploadIds: ['file'] }];
const save: ServiceFormCommand = { type: 'save', papers, textId: null };
const confirm: ServiceFormCommand = { type: 'confirm', papers, textId: null };
const say = (verdict: 'accepted' | 'returned', revision = 1): ServiceFormCommand => ({
  type: 'reviewPapers',
  verdicts: [{ key: 'contract', verdict, revision }],
  reasonId: 'reason',
});
const expiry: ServiceFormEvent[] = [{ type: 'closed', outcome: 'expired', reasonId: null }];

describe('the time to hand in (rule 5)', () => {
  it.each([
    ['over the lunch break and the night', '03-04 09:00', '03-04 15:30', '03-05 12:00'],
    ['sent in the evening', '03-04 20:00', '03-05 15:30', '03-06 12:00'],
    ['over the weekend', '03-06 09:00', '03-06 15:30', '03-09 12:00'],
    ['sent on a Sunday', '03-08 20:00', '03-09 15:30', '03-10 12:00'],
    ['over 国庆', '09-30 09:00', '09-30 15:30', '10-08 12:00'],
    ['into a make-up Saturday', '02-13 09:00', '02-13 15:30', '02-14 12:00'],
  ])('%s', (_, sent, reminded, due) => {
    expect(sentAt(sent).clock).toEqual({
      purpose: 'supplement',
      startedAt: at(sent),
      warnAt: at(reminded),
      dueAt: at(due),
      warned: false,
      escalated: false,
    });
  });
  it('reminds, reminds again, and then the form expires; each once and not a moment early', () => {
    const sent = sentAt('03-04 09:00');
    expect(nextAlarm(agenda(sent))).toBe(at('03-04 15:30'));
    expect(onTime(sent, policy, at('03-04 15:30') - 1)).toEqual([]);
    expect(onTime(sent, policy, at('03-04 15:30'))).toEqual([{ type: 'reminded', nextAt: at('03-05 10:00') }]);
    const once = rings(sent, '03-04 15:30');
    expect(once).toMatchObject({ status: 'sent', clock: { warnAt: at('03-05 10:00'), dueAt: at('03-05 12:00'), warned: false } });
    expect([nextAlarm(agenda(once)), onTime(once, policy, at('03-05 10:00') - 1)]).toEqual([at('03-05 10:00'), []]);
    expect(onTime(once, policy, at('03-05 10:00'))).toEqual([{ type: 'reminded', nextAt: null }]);
    const twice = rings(once, '03-05 10:00');
    expect(twice.clock).toMatchObject({ warnAt: at('03-05 10:00'), warned: true, escalated: false });
    expect([nextAlarm(agenda(twice)), onTime(twice, policy, at('03-05 12:00') - 1)]).toEqual([at('03-05 12:00'), []]);
    expect(onTime(twice, policy, at('03-05 12:00'))).toEqual(expiry);
    const expired = rings(twice, '03-05 12:00');
    expect(expired).toMatchObject({ status: 'expired', outcome: 'expired', closedBy: system, closedAt: at('03-05 12:00'), clock: null });
    expect([nextAlarm(agenda(expired)), onTime(expired, policy, at('12-31 12:00'))]).toEqual([null, []]);
  });
  it('reminds once of several that were slept through', () => {
    const sent = sentAt('03-04 09:00');
    expect(onTime(sent, policy, at('03-05 11:00'))).toEqual([{ type: 'reminded', nextAt: null }]);
    const late = rings(sent, '03-05 11:00');
    expect([nextAlarm(agenda(late)), onTime(late, policy, at('03-05 11:00'))]).toEqual([at('03-05 12:00'), []]);
  });
  it('late for the first, is in time for the second', () => {
    const late = rings(sentAt('03-04 09:00'), '03-05 09:30');
    expect(nextAlarm(agenda(late))).toBe(at('03-05 10:00'));
  });
  it('expires at once when all was slept through', () => {
    expect(onTime(sentAt('03-04 09:00'), policy, at('03-20 09:00'))).toEqual(expiry);
  });
  it.each<[number[], string[]]>([
    [[], []],
    [[0.8], ['03-05 10:00']],
    [
      [0.1, 0.5, 0.8],
      ['03-04 10:00', '03-04 15:30', '03-05 10:00'],
    ],
    // One that comes with the end is none.
    [[1], []],
  ])('with reminders at %p reminds at %p', (reminders, expected) => {
    const by = { ...policy, reminders };
    let state = sentAt('03-04 09:00', by);
    const reminded: number[] = [];
    for (let alarm = nextAlarm(agenda(state)); alarm !== null; alarm = nextAlarm(agenda(state))) {
      const events = onTime(state, by, alarm);
      expect(events).toHaveLength(1);
      if (events[0]?.type === 'reminded') reminded.push(alarm);
      state = after(state, events, system, alarm);
    }
    expect(reminded).toEqual(expected.map(at));
    expect(state).toMatchObject({ status: 'expired', closedAt: at('03-05 12:00') });
  });
  it('starts anew with every saving, also its reminders', () => {
    const reminded = rings(rings(sentAt('03-04 09:00'), '03-04 15:30'), '03-05 10:00');
    const saved = does(reminded, taxpayer, save, '03-05 11:00');
    expect(saved.clock).toEqual(handInClock(policy, at('03-05 11:00')));
    expect(saved.clock).toMatchObject({ warnAt: at('03-05 17:30'), dueAt: at('03-06 15:30'), warned: false });
    expect(onTime(saved, policy, at('03-05 17:30'))).toEqual([{ type: 'reminded', nextAt: at('03-06 12:00') }]);
    expect(rings(saved, '03-06 15:30')).toMatchObject({ status: 'expired', draft: null });
  });
  it('begins with every return', () => {
    const returned = does(does(sentAt('03-04 09:00'), taxpayer, confirm, '03-05 11:00'), wang, say('returned'), '03-06 09:00');
    expect(returned.clock).toEqual(handInClock(policy, at('03-06 09:00')));
    expect(rings(returned, '03-09 12:00').status).toBe('expired');
  });
  it('begins with every asking anew', () => {
    const submitted = does(sentAt('03-04 09:00'), taxpayer, confirm, '03-05 11:00');
    const asked = does(submitted, wang, { type: 'askPapers', keys: ['contract'], textId: 'text' }, '03-06 09:00');
    expect(asked.clock).toEqual(handInClock(policy, at('03-06 09:00')));
  });
});

const submitted = () => does(sentAt('03-04 09:00'), taxpayer, confirm, '03-06 16:30');
const accepted = () => does(submitted(), wang, say('accepted'), '03-06 16:30');

describe.each([
  { name: 'to judge', state: submitted, purpose: 'review', warned: '03-09 11:00', due: '03-09 12:00' },
  { name: 'for the result', state: accepted, purpose: 'result', warned: '03-09 15:30', due: '03-09 17:30' },
] as const)('the time $name (rule 6)', ({ state, purpose, warned, due }) => {
  it('begins with it, in the working time of the centre', () => {
    expect(state().clock).toEqual({
      purpose,
      startedAt: at('03-06 16:30'),
      warnAt: at(warned),
      dueAt: at(due),
      warned: false,
      escalated: false,
    });
  });
  it('warns, then escalates, each once and not a moment early; nothing ends by itself', () => {
    expect(nextAlarm(agenda(state()))).toBe(at(warned));
    expect(onTime(state(), policy, at(warned) - 1)).toEqual([]);
    expect(onTime(state(), policy, at(warned))).toEqual([{ type: 'warned', purpose }]);
    const once = rings(state(), warned);
    expect([nextAlarm(agenda(once)), onTime(once, policy, at(due) - 1)]).toEqual([at(due), []]);
    expect(onTime(once, policy, at(due))).toEqual([{ type: 'escalated', purpose }]);
    const escalated = rings(once, due);
    expect(escalated).toMatchObject({ status: state().status, closedAt: null, clock: { warned: true, escalated: true } });
    expect(serviceFormKind.isPressing(escalated)).toBe(true);
    expect([nextAlarm(agenda(escalated)), onTime(escalated, policy, at('12-31 12:00'))]).toEqual([null, []]);
  });
  it('escalates at once when the warning was slept through', () => {
    expect(onTime(state(), policy, at('03-20 09:00'))).toEqual([{ type: 'escalated', purpose }]);
  });
});

it('an overdue judgement presses no more once it is given', () => {
  const judged = does(rings(submitted(), '03-20 09:00'), wang, say('accepted'), '03-20 09:30');
  expect(judged.clock).toMatchObject({ purpose: 'result', warned: false, escalated: false });
  expect(serviceFormKind.isPressing(judged)).toBe(false);
});

describe('a date that the sender has set', () => {
  const until = at('03-13 17:30');
  const dated = { ...policy, handInUntil: until };

  it('is the end of work on a working day', () => {
    expect(endOfWork(calendar, '2026-03-13')).toBe(until);
    expect(endOfWork(calendar, '2026-03-14')).toBeNull();
  });

  it('is the deadline, with its reminders in proportion, and no draft moves it', () => {
    const sent = sentAt('03-05 09:00', dated);
    expect(sent.clock).toMatchObject({ purpose: 'supplement', dueAt: until });
    // Half and four fifths of 49 hours of work.
    expect(sent.clock?.warnAt).toBe(at('03-10 14:00'));
    expect(rings(sent, '03-10 14:00', dated).clock?.warnAt).toBe(at('03-12 14:42'));
    const decision = decide(sent, taxpayer, save, dated, at('03-10 16:00'));
    const saved = after(sent, decision.ok ? decision.events : [], taxpayer, at('03-10 16:00'));
    expect(saved.clock?.dueAt).toBe(until);
    expect(onTime(saved, dated, until)).toEqual([{ type: 'closed', outcome: 'expired', reasonId: null }]);
  });

  it('leaves at least the usual time for papers that are wanted again', () => {
    const lateOn = at('03-13 17:10');
    expect(clockOf('returned', dated, lateOn)).toEqual(clockOf('returned', policy, lateOn));
    const early = at('03-05 09:00');
    expect(clockOf('returned', dated, early).dueAt).toBe(until);
  });

  it('is not moved by counting anew, though its reminders are', () => {
    const sent = sentAt('03-05 09:00', dated);
    const closed = calendarFor({ week: { 1: office, 2: office, 3: office, 4: office, 5: office, 6: [], 7: [] }, makeUp: office }, [2026], {
      '2026-03-12': 'holiday',
      '2026-03-13': 'holiday',
    });
    const recount = recountBy(serviceFormKind, sent, dated, { [sent.centreId]: closed }, at('03-09 09:00'));
    expect(recount?.event).toMatchObject({ moved: false, clock: { dueAt: until, escalated: false } });
    // A draft on a day without work has the usual time.
    const draft = handInClock({ ...dated, calendar: closed }, at('03-13 10:00'));
    expect(draft).toEqual(handInClock({ ...policy, calendar: closed }, at('03-13 10:00')));
  });

  it('is over after it has passed: the usual time applies again', () => {
    const late = at('03-16 09:00');
    expect(handInClock(dated, late)).toEqual(handInClock(policy, late));
  });
});
