import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { aFormOpening, patientFormPolicy } from '../../tests/support/service-form.ts';
import { anOpening, patientOrderPolicy } from '../../tests/support/work-order.ts';
import { nextAlarm } from '../agenda.ts';
import { calendarFor, workingTimeBetween, type Span } from '../calendar.ts';
import { record, system, type Actor } from '../case.ts';
import { decide } from './decide.ts';
import { workOrderKind } from './kind.ts';
import { apply, type WorkOrderCommand, type WorkOrderEvent, type WorkOrderPolicy, type WorkOrderState } from './order.ts';
import { agenda, onTime, standAt } from './time.ts';

const office: Span[] = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
];
const early: Span[] = [{ from: '08:00', to: '16:00' }];
const hour = 60;
const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const east = calendarFor({ week: { 1: office, 2: office, 3: office, 4: office, 5: office, 6: [], 7: [] }, makeUp: office }, [2026]);
/** Works Saturdays, without a lunch break. */
const west = calendarFor({ week: { 1: early, 2: early, 3: early, 4: early, 5: early, 6: early, 7: [] }, makeUp: early }, [2026]);

/** Four hours a stage, two working days for papers, a fortnight to evaluate; warned after three quarters of it. */
const policy: WorkOrderPolicy = {
  ...patientOrderPolicy,
  stages: patientOrderPolicy.stages.map((stage) => ({ ...stage, limitMinutes: 4 * hour })),
  calendars: { east, west },
  papersMinutes: 14 * hour,
  formMinutes: 21 * hour,
  dispatchMinutes: 3 * hour,
  warnShare: 0.75,
  evaluationMinutes: 14 * 24 * hour,
};

/** Shanghai wall time of 2026. */
const at = (text: string): number => Date.parse(`2026-${text.replace(' ', 'T')}+08:00`);
const taxpayer: Actor = { kind: 'taxpayer', id: 'taxpayer' };
const wang: Actor = { kind: 'officer', id: 'wang' };
const dispatcher: Actor = { kind: 'officer', id: 'dispatcher' };
const supervisor: Actor = { kind: 'officer', id: 'supervisor' };

const after = (state: WorkOrderState, events: readonly WorkOrderEvent[], actor: Actor, now: number) =>
  record(state, events, actor, now).reduce(apply, state);
const rings = (state: WorkOrderState, now: number) => after(state, onTime(state, policy, now), system, now);
function does(state: WorkOrderState, actor: Actor, command: WorkOrderCommand, now: number): WorkOrderState {
  const decision = decide(state, actor, command, policy, now);
  if (!decision.ok) throw new Error(decision.refusal.code);
  return after(state, decision.events, actor, now);
}

/** An order at its first stage, held by wang. */
function openedAt(now: number): WorkOrderState {
  const opening = anOpening();
  const actor = workOrderKind.openedBy(opening);
  const events = workOrderKind.opened(opening, policy, now);
  return after(workOrderKind.begin(opening, now), [...events, { type: 'assigned', officerId: 'wang' }], actor, now);
}

const ask: WorkOrderCommand = { type: 'askPapers', keys: ['contract'], textId: 'text' };
const send: WorkOrderCommand = { type: 'supplement', papers: [{ key: 'contract', uploadIds: ['file'] }], textId: null };
const give: WorkOrderCommand = {
  type: 'reviewPapers',
  verdicts: [{ key: 'contract', verdict: 'returned', revision: 1 }],
  reasonId: 'reason',
};
const argue: WorkOrderCommand = { type: 'dispute', reasonId: 'reason' };
const sendForm: WorkOrderCommand = { type: 'sendForm', form: { opening: aFormOpening(), policy: patientFormPolicy } };
const formEnded: WorkOrderCommand = { type: 'formEnded', formId: 'form', outcome: 'expired' };

/** Every way in which the clock of a stage stands still and goes on: what stops it, and what lets it go on. */
const ways: Record<
  string,
  { ready?: (state: WorkOrderState) => WorkOrderState; stop: [Actor, WorkOrderCommand]; go: [Actor, WorkOrderCommand] }
> = {
  'papers asked and sent': { stop: [wang, ask], go: [taxpayer, send] },
  'papers returned and sent again': {
    ready: (state) => does(does(state, wang, ask, state.openedAt), taxpayer, send, state.openedAt),
    stop: [wang, give],
    go: [taxpayer, send],
  },
  'disputed and dispatched': { stop: [wang, argue], go: [dispatcher, { type: 'dispatch', officerId: 'wang', noteId: null }] },
  'disputed and given back to the group': { stop: [wang, argue], go: [dispatcher, { type: 'dispatch', officerId: null, noteId: null }] },
  'a form sent and ended': { stop: [wang, sendForm], go: [system, formEnded] },
  'disputed and decided by the supervisor': {
    ready: (state) => ({ ...state, disputes: policy.disputes }),
    stop: [wang, argue],
    go: [supervisor, { type: 'reassign', officerId: 'wang', noteId: null }],
  },
};

describe('the limit of a stage (rule 3)', () => {
  it.each([
    ['over the lunch break', '03-04 11:00', '03-04 15:30', '03-04 16:30'],
    ['from the lunch break', '03-04 12:30', '03-04 16:30', '03-04 17:30'],
    ['over night', '03-04 16:30', '03-05 11:00', '03-05 12:00'],
    ['over the weekend', '03-06 16:30', '03-09 11:00', '03-09 12:00'],
    ['opened on a Sunday', '03-08 20:00', '03-09 12:00', '03-09 14:30'],
    ['over 国庆', '09-30 16:30', '10-08 11:00', '10-08 12:00'],
    ['into a make-up Saturday', '02-13 16:30', '02-14 11:00', '02-14 12:00'],
  ])('%s', (_, opened, warned, due) => {
    const state = openedAt(at(opened));
    expect(state.clock).toMatchObject({ purpose: 'stage', startedAt: at(opened), warnAt: at(warned), dueAt: at(due) });
  });
  it('is of the centre that handles the stage', () => {
    const friday = at('03-06 16:30');
    expect(standAt(policy, 1, friday)).toMatchObject({ centreId: 'east', clock: { dueAt: at('03-09 12:00') } });
    expect(standAt(policy, 2, friday)).toMatchObject({ centreId: 'west', clock: { warnAt: at('03-07 11:00'), dueAt: at('03-07 12:00') } });
  });
  it('warns, then escalates, each once and not a moment early', () => {
    const state = openedAt(at('03-04 11:00'));
    expect(nextAlarm(agenda(state))).toBe(at('03-04 15:30'));
    expect(onTime(state, policy, at('03-04 15:30') - 1)).toEqual([]);
    expect(onTime(state, policy, at('03-04 15:30'))).toEqual([{ type: 'warned', purpose: 'stage' }]);
    const warned = rings(state, at('03-04 15:30'));
    expect(nextAlarm(agenda(warned))).toBe(at('03-04 16:30'));
    expect(onTime(warned, policy, at('03-04 16:30') - 1)).toEqual([]);
    expect(onTime(warned, policy, at('03-04 16:30'))).toEqual([{ type: 'escalated', purpose: 'stage' }]);
    const escalated = rings(warned, at('03-04 16:30'));
    expect(escalated).toMatchObject({ status: 'in-progress', clock: { warned: true, escalated: true } });
    expect(workOrderKind.isPressing(escalated)).toBe(true);
    expect([nextAlarm(agenda(escalated)), onTime(escalated, policy, at('12-31 12:00'))]).toEqual([null, []]);
  });
  it('escalates at once when the warning was slept through', () => {
    expect(onTime(openedAt(at('03-04 11:00')), policy, at('03-20 11:00'))).toEqual([{ type: 'escalated', purpose: 'stage' }]);
  });
  it.each([
    ['beyond the plan', 4],
    ['before it', -1],
  ])('has no stage %s', (_, index) => {
    expect(() => standAt(policy, index, 0)).toThrow(RangeError);
  });
  it('needs the calendar of the handling centre', () => {
    expect(() => standAt({ ...policy, calendars: { east } }, 2, 0)).toThrow('no calendar of centre west');
  });
});

describe.each(Object.entries(ways))('the clock of a stage, %s', (_, { ready = (state) => state, stop, go }) => {
  const start = () => ready(openedAt(at('03-04 09:00'))); // warns at 12:00, is due at 14:30
  const stopped = (state: WorkOrderState, when: string) => does(state, ...stop, at(when));
  const goesOn = (state: WorkOrderState, when: string) => does(state, ...go, at(when));

  it('stands still, and goes on with what was left', () => {
    const paused = stopped(start(), '03-04 11:00');
    expect(paused.paused).toEqual({ dueIn: 2 * hour, warnIn: hour, escalated: false });
    expect(paused.clock?.purpose).not.toBe('stage');
    const on = goesOn(paused, '03-05 16:30');
    expect(on).toMatchObject({
      status: 'in-progress',
      paused: null,
      clock: { purpose: 'stage', warnAt: at('03-05 17:30'), dueAt: at('03-06 10:00'), warned: false, escalated: false },
    });
  });
  it('loses nothing to a night, a lunch break or a weekend', () => {
    const paused = stopped(start(), '03-04 12:30');
    expect(paused.paused).toMatchObject({ dueIn: hour });
    expect(goesOn(paused, '03-07 10:00').clock).toMatchObject({ dueAt: at('03-09 10:00') });
    expect(goesOn(paused, '03-04 13:00').clock).toMatchObject({ dueAt: at('03-04 14:30') });
  });
  it('does not warn again what it has warned of, and shows that it has', () => {
    const on = goesOn(stopped(rings(start(), at('03-04 12:00')), '03-04 14:00'), '03-06 17:00');
    expect(on.clock).toMatchObject({ warnAt: null, dueAt: at('03-06 17:30'), warned: true, escalated: false });
    expect(nextAlarm(agenda(on))).toBe(at('03-06 17:30'));
    expect(onTime(on, policy, at('03-06 17:30'))).toEqual([{ type: 'escalated', purpose: 'stage' }]);
  });
  it('does not escalate again, and stays pressing', () => {
    const paused = stopped(rings(rings(start(), at('03-04 12:00')), at('03-04 14:30')), '03-04 16:00');
    expect(paused.paused).toEqual({ dueIn: 0, warnIn: null, escalated: true });
    const on = goesOn(paused, '03-06 09:00');
    expect(on.clock).toMatchObject({ warned: true, escalated: true });
    expect(workOrderKind.isPressing(on)).toBe(true);
    expect([nextAlarm(agenda(on)), onTime(on, policy, at('12-31 12:00'))]).toEqual([null, []]);
  });
  it('stays said over a second stop', () => {
    const once = goesOn(stopped(rings(start(), at('03-04 12:00')), '03-04 14:00'), '03-05 09:00');
    const again = does(
      does(once.assigneeId === null ? { ...once, assigneeId: 'wang' } : once, wang, ask, at('03-05 09:10')),
      taxpayer,
      send,
      at('03-06 09:00'),
    );
    expect(again.clock).toMatchObject({ warned: true, escalated: false, warnAt: null, dueAt: at('03-06 09:20') });
  });
  it('says afterwards what it had no time to say before', () => {
    const unwarned = goesOn(stopped(start(), '03-04 14:00'), '03-05 09:00');
    expect(onTime(unwarned, policy, at('03-05 09:00'))).toEqual([{ type: 'warned', purpose: 'stage' }]);
    const overdue = goesOn(stopped(start(), '03-04 16:00'), '03-05 09:00');
    expect(onTime(overdue, policy, at('03-05 09:00'))).toEqual([{ type: 'escalated', purpose: 'stage' }]);
  });
});

describe('the time for papers (rule 4)', () => {
  const asked = () => does(openedAt(at('03-04 09:00')), wang, ask, at('03-05 16:30'));

  it('reminds the taxpayer, then ends the order by itself', () => {
    expect(asked().clock).toMatchObject({ purpose: 'supplement', warnAt: at('03-09 11:30'), dueAt: at('03-09 16:30') });
    const reminded = rings(asked(), at('03-09 11:30'));
    expect(reminded).toMatchObject({ status: 'awaiting-materials', clock: { warned: true } });
    expect(onTime(reminded, policy, at('03-09 16:30') - 1)).toEqual([]);
    const ended = rings(reminded, at('03-09 16:30'));
    expect(ended).toMatchObject({
      status: 'terminated',
      outcome: 'papers-elapsed',
      closedBy: system,
      closedAt: at('03-09 16:30'),
      paused: null,
      clock: { purpose: 'evaluation' },
    });
  });
  it('begins anew with every round', () => {
    const back = does(does(asked(), taxpayer, send, at('03-09 16:00')), wang, give, at('03-09 16:30'));
    expect(back.clock).toMatchObject({ purpose: 'supplement', dueAt: at('03-11 16:30'), warned: false });
  });
});

describe('the time to wait for a form (rule 9)', () => {
  const waiting = () => does(openedAt(at('03-06 09:00')), wang, sendForm, at('03-06 16:30'));

  it('reminds nobody, for the form does; then the supervisor hears of it once, and the order waits on', () => {
    expect(waiting().clock).toMatchObject({ purpose: 'form', warnAt: null, dueAt: at('03-11 16:30') });
    expect(onTime(waiting(), policy, at('03-11 16:30') - 1)).toEqual([]);
    const escalated = rings(waiting(), at('03-11 16:30'));
    expect(escalated).toMatchObject({
      status: 'awaiting-materials',
      closedAt: null,
      clock: { escalated: true },
      paused: { escalated: false },
    });
    expect(workOrderKind.isPressing(escalated)).toBe(true);
    expect([nextAlarm(agenda(escalated)), onTime(escalated, policy, at('12-31 12:00'))]).toEqual([null, []]);
    // What was said of the form is not said of the stage.
    const back = does(escalated, system, formEnded, at('03-12 09:00'));
    expect(back.clock).toMatchObject({ purpose: 'stage', escalated: false });
  });
});

describe('the time to dispatch anew (rule 6)', () => {
  it('warns nobody and escalates once, in the working time of the handling centre', () => {
    const state = does(openedAt(at('03-06 16:00')), wang, argue, at('03-06 16:30'));
    expect(state.clock).toMatchObject({ purpose: 'dispatch', warnAt: null, dueAt: at('03-09 11:00') });
    expect(nextAlarm(agenda(state))).toBe(at('03-09 11:00'));
    const escalated = rings(state, at('03-09 11:00'));
    expect(escalated).toMatchObject({ status: 'disputed', clock: { escalated: true }, paused: { escalated: false } });
    expect(nextAlarm(agenda(escalated))).toBeNull();
    // What was said of the dispatcher is not said of the stage.
    const back = does(escalated, dispatcher, { type: 'dispatch', officerId: 'wang', noteId: null }, at('03-09 12:00'));
    expect(back.clock).toMatchObject({ purpose: 'stage', warned: false, escalated: false });
  });
});

describe('the time to evaluate (rule 7)', () => {
  const ended = () => does(openedAt(at('09-30 09:00')), taxpayer, { type: 'terminate', reasonId: 'reason' }, at('09-30 10:00'));

  it('runs by the clock on the wall, over holidays, warns nobody and elapses in silence', () => {
    expect(ended().clock).toMatchObject({ purpose: 'evaluation', warnAt: null, dueAt: at('09-30 10:00') + 14 * dayMs });
    expect(onTime(ended(), policy, at('10-14 10:00') - 1)).toEqual([]);
    expect(onTime(ended(), policy, at('10-14 10:00'))).toEqual([{ type: 'evaluation-elapsed' }]);
    const elapsed = rings(ended(), at('10-14 10:00'));
    expect(elapsed).toEqual({ ...ended(), clock: null, version: ended().version + 1 });
    expect([workOrderKind.isLive(elapsed), nextAlarm(agenda(elapsed)), onTime(elapsed, policy, at('12-31 12:00'))]).toEqual([
      false,
      null,
      [],
    ]);
  });
  it('is over once it was used', () => {
    const rated = does(ended(), taxpayer, { type: 'rate', resolved: true, stars: 4, textId: null }, at('10-14 10:00') - 1);
    expect([workOrderKind.isLive(rated), nextAlarm(agenda(rated)), onTime(rated, policy, at('12-31 12:00'))]).toEqual([false, null, []]);
  });
});

describe('however often it stands still', () => {
  it('a stage has exactly its limit of working time', () => {
    const minutes = fc.integer({ min: 0, max: 6_000 });
    const stops = fc.array(
      fc.record({ works: fc.integer({ min: 0, max: 300 }), waits: minutes, way: fc.constantFrom('papers', 'dispute', 'form') }),
      {
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(minutes, stops, (begin, all) => {
        let now = at('03-02 00:00') + begin * minuteMs;
        let state = openedAt(now);
        let worked = 0;
        for (const { works, waits, way } of all) {
          const stop = now + works * minuteMs;
          if (stop > (state.clock?.dueAt ?? 0)) break;
          worked += workingTimeBetween(east, now, stop);
          now = stop + waits * minuteMs;
          state =
            way === 'papers'
              ? does(does(state, wang, ask, stop), taxpayer, send, now)
              : way === 'form'
                ? does(does(state, wang, sendForm, stop), system, formEnded, now)
                : does(
                    does({ ...state, disputes: 0 }, wang, argue, stop),
                    dispatcher,
                    { type: 'dispatch', officerId: 'wang', noteId: null },
                    now,
                  );
        }
        expect(worked + workingTimeBetween(east, now, state.clock?.dueAt ?? 0)).toBeCloseTo(4 * hour, 6);
      }),
    );
  });
});
