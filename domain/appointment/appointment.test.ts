import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { anAppointmentOpening, patientAppointmentPolicy } from '../../tests/support/appointment.ts';
import { RandomWalk } from '../../tests/support/random-walk.ts';
import { nextAlarm } from '../agenda.ts';
import { record, system, type Actor } from '../case.ts';
import {
  moveOf,
  newAppointment,
  placesOf,
  type AppointmentCommand,
  type AppointmentEvent,
  type AppointmentPolicy,
  type AppointmentState,
  type AppointmentStatus,
} from './appointment.ts';
import { apply } from './apply.ts';
import { appointmentCommandTypes, probesFor } from './decide.ts';
import { appointmentKind, type AppointmentTypes } from './kind.ts';
import { standingBy } from './suspension.ts';
import { reminderAt, remindersAhead } from './time.ts';

const minute = 60_000;
const day = 1_440 * minute;
/** Shanghai wall time. */
const at = (time: string, date = '2026-03-04'): number => Date.parse(`${date}T${time}:00+08:00`);
const startsAt = at('15:00');
const endsAt = at('15:30');
const taxpayer: Actor = { kind: 'taxpayer', id: 'taxpayer' };
const wang: Actor = { kind: 'officer', id: 'wang' };
const li: Actor = { kind: 'officer', id: 'li' };
const policy: AppointmentPolicy = patientAppointmentPolicy;

/** An appointment to which things happen one after the other. */
class Booked {
  state: AppointmentState = newAppointment(anAppointmentOpening(), at('09:00', '2026-03-03'));
  now = at('09:00', '2026-03-03');

  constructor(now = this.now) {
    this.now = now;
    this.happens(...appointmentKind.opened(anAppointmentOpening(), policy, now)).happens({
      type: 'booked',
      placeId: 'place',
      startsAt,
      endsAt,
    });
  }
  happens(...events: readonly AppointmentEvent[]): this {
    this.state = record(this.state, events, system, this.now).reduce((state, event) => apply(state, event), this.state);
    return this;
  }
  /** Lets time pass, and everything ring that is due until then. */
  until(now: number): this {
    for (let alarm = nextAlarm(appointmentKind.agenda(this.state)); alarm !== null && alarm <= now;) {
      this.now = Math.max(this.now, alarm);
      this.happens(...appointmentKind.onTime(this.state, policy, this.now, null));
      alarm = nextAlarm(appointmentKind.agenda(this.state));
    }
    this.now = now;
    return this;
  }
  refusalOf(actor: Actor, command: AppointmentCommand): string | null {
    const decision = appointmentKind.decide(this.state, actor, command, policy, this.now);
    if (!decision.ok) return decision.refusal.code;
    this.happens(...decision.events);
    return null;
  }
  does(actor: Actor, command: AppointmentCommand): this {
    expect(this.refusalOf(actor, command)).toBeNull();
    return this;
  }
}
const held = (): Booked => new Booked().until(at('14:30')).does(wang, { type: 'claim' });
const here = { type: 'checkIn', evidence: 'button' } as const;
const { cancel, start, move } = probesFor();

describe('cancelling and moving', () => {
  const deadline = startsAt - policy.times.cancelMinutes * minute;
  it.each([
    ['in time, at the deadline’s very instant', deadline, taxpayer, null],
    ['a millisecond after it', deadline + 1, taxpayer, 'cancel-too-late'],
    ['by an officer after it', deadline + 1, wang, null],
    ['by an officer just before the start', startsAt - 1, wang, null],
    ['by an officer at the start', startsAt, wang, 'appointment-begun'],
    ['by the taxpayer a second after the start', startsAt + 1_000, taxpayer, 'appointment-begun'],
  ] as const)('%s', (_, now, actor, refusal) => {
    for (const command of [cancel, move]) expect(new Booked().until(now).refusalOf(actor, command)).toBe(refusal);
  });

  it('says at whose wish it was, and a taxpayer’s is always their own', () => {
    expect(new Booked().does(taxpayer, { ...cancel, cause: 'closure' }).state.cancelCause).toBe('taxpayer');
    expect(new Booked().does(wang, { ...cancel, cause: 'taxpayer' }).state.cancelCause).toBe('taxpayer');
    expect(new Booked().does(wang, { ...cancel, cause: 'closure' }).state.cancelCause).toBe('closure');
  });

  it('raises the number of changes, and a cancelled one has no place', () => {
    const booked = new Booked().does(taxpayer, { type: 'move', placeId: 'other' });
    expect(booked.state.wantedPlaceId).toBe('other');
    booked.happens({ type: 'moved', placeId: 'other', startsAt: startsAt + day, endsAt: endsAt + day });
    expect([booked.state.sequence, placesOf(booked.state)]).toEqual([1, ['other']]);
    booked.does(taxpayer, cancel);
    expect([booked.state.sequence, placesOf(booked.state)]).toEqual([2, []]);
  });
});

describe('reminders', () => {
  it('of what was past at the booking are not sent', () => {
    // 26 hours ahead with reminders at 24 hours and one hour: both; 2 hours ahead: one.
    expect(remindersAhead(new Booked(startsAt - 26 * 60 * minute).state)).toHaveLength(2);
    expect(remindersAhead(new Booked(startsAt - 120 * minute).state)).toEqual([startsAt - 60 * minute]);
  });
  it('begin anew with a move, and end with a cancellation', () => {
    const moved = new Booked(at('09:00', '2026-03-01'))
      .until(at('20:00', '2026-03-03'))
      .happens({ type: 'moved', placeId: 'other', startsAt: startsAt + 3 * day, endsAt: endsAt + 3 * day });
    expect(remindersAhead(moved.state)).toEqual([startsAt + 2 * day, startsAt + 3 * day - 60 * minute]);
    expect(remindersAhead(moved.does(taxpayer, cancel).state)).toEqual([]);
  });
  it.each([
    ['by day as planned', at('15:00'), 60, at('14:00')],
    ['at night when the night is over', at('12:00'), 600, at('08:00')],
    ['before the night when the morning would be too late', at('08:30'), 390, at('21:59', '2026-03-03')],
  ] as const)('are sent %s', (_, start_, minutes, expected) => {
    expect(reminderAt(start_, minutes)).toBe(expected);
  });
  it('are never sent at night, and always before the start', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 * 1_440 }), fc.integer({ min: 1, max: 4_320 }), (offset, minutes) => {
        const begin = at('00:00') + offset * minute;
        const sent = reminderAt(begin, minutes);
        const hour = new Date(sent + 8 * 3_600_000).getUTCHours();
        expect(hour >= 8 && hour < 22 && sent < begin).toBe(true);
      }),
    );
  });
});

describe('who was missing', () => {
  it('decides: the taxpayer, when the officer is there after the grace', () => {
    expect(held().does(wang, here).until(at('15:10')).state).toMatchObject({ status: 'missed', interaction: 'not-held' });
  });
  it('decides: the officer, who is warned of before the end', () => {
    const late = held().does(taxpayer, here).until(at('15:10'));
    expect(late.state).toMatchObject({ status: 'booked', late: true, clock: { escalated: true } });
    expect(late.until(endsAt).state).toMatchObject({ status: 'officer-failed' });
  });
  it('is nobody’s guess: when nobody was there, the taxpayer is not blamed', () => {
    expect(held().until(endsAt).state.status).toBe('officer-failed');
  });
  it('gives the taxpayer their grace from when the officer was ready', () => {
    const waiting = held().until(at('15:08')).does(wang, here);
    expect(waiting.until(at('15:10')).state.status).toBe('booked');
    expect(moveOf(waiting.state)).toBe('taxpayer');
    expect(waiting.until(at('15:18')).state.status).toBe('missed');
  });
  it('does not count an officer who comes after the grace', () => {
    expect(held().until(at('15:12')).does(wang, here).until(endsAt).state.status).toBe('officer-failed');
  });
});

describe('the interaction', () => {
  it('starts at the start, with both there, by the officer who has it', () => {
    const near = held();
    expect(near.refusalOf(wang, start)).toBe('too-early');
    near.until(startsAt);
    expect(near.refusalOf(li, start)).toBe('not-assignee');
    expect(near.refusalOf(wang, start)).toBe('taxpayer-absent');
    expect(near.does(taxpayer, here).does(wang, start).state).toMatchObject({ status: 'started', interaction: 'in-progress' });
  });
  it('is checked in to from a while before on, once', () => {
    const booked = new Booked().until(at('14:00'));
    expect(booked.refusalOf(taxpayer, here)).toBe('too-early');
    expect(booked.until(at('14:30')).does(taxpayer, here).refusalOf(taxpayer, here)).toBe('already-there');
  });
  it('is taken over from an officer who is late, and from nobody else', () => {
    const near = held().until(at('15:05'));
    expect(near.refusalOf(li, { type: 'takeOver' })).toBe('officer-not-late');
    expect(near.until(at('15:11')).does(li, { type: 'takeOver' }).state.assigneeId).toBe('li');
  });
});

describe('an ended appointment is final', () => {
  const ended: Record<Exclude<AppointmentStatus, 'booked' | 'started'>, () => Booked> = {
    held: () => held().until(startsAt).does(taxpayer, here).does(wang, start).does(wang, { type: 'finish', textId: 'text', uploadIds: [] }),
    missed: () => held().does(wang, here).until(at('15:10')),
    'officer-failed': () => held().until(endsAt),
    cancelled: () => new Booked().does(taxpayer, cancel),
  };
  const allowed: Record<keyof typeof ended, readonly string[]> = {
    held: ['rate'],
    missed: ['appeal'],
    'officer-failed': [],
    cancelled: [],
  };
  it.each(Object.keys(ended) as (keyof typeof ended)[])('%s', (status) => {
    const { state, now } = ended[status]();
    expect(state.status).toBe(status);
    const possible = appointmentCommandTypes.filter((type) =>
      [taxpayer, wang].some((actor) => appointmentKind.decide(state, actor, probesFor()[type], policy, now).ok),
    );
    expect(possible).toEqual(allowed[status]);
  });
  it('but for an appeal, which is decided once', () => {
    const appealed = ended.missed().does(taxpayer, { type: 'appeal', textId: 'text' });
    expect(appealed.does(wang, { type: 'liftMiss', noteId: 'text' }).state).toMatchObject({ status: 'missed', appeal: 'lifted' });
    expect(appealed.refusalOf(wang, { type: 'upholdMiss', reasonId: 'text' })).toBe('appeal-over');
  });
});

describe('suspension', () => {
  const rule = { misses: 3, withinDays: 30, suspendedDays: 10 };
  const now = at('12:00');
  it.each([
    ['no misses', [], null, 3],
    ['one less than the rule', [now - 2 * day, now - day], null, 1],
    ['as many as the rule, within its days', [now - 3 * day, now - 2 * day, now - day], now + 9 * day, 0],
    ['as many as the rule, over more than its days', [now - 31 * day, now - 2 * day, now - day], null, 1],
    ['as many as the rule, served already', [now - 13 * day, now - 12 * day, now - 11 * day], null, 0],
  ] as const)('%s', (_, misses, suspendedUntil, left) => {
    expect(standingBy(rule, misses, now)).toEqual({ suspendedUntil, left });
  });
  it('does not happen without a rule', () => {
    expect(standingBy(null, [now, now, now], now)).toEqual({ suspendedUntil: null, left: null });
  });
});

describe('along any path', () => {
  const people = [taxpayer, wang, li];
  new RandomWalk<AppointmentTypes>({
    kind: appointmentKind,
    opening: anAppointmentOpening(),
    policy,
    openedAt: at('09:00'),
    officers: ['wang', 'li'],
    deeds: () => fc.record({ actor: fc.constantFrom(...people), command: fc.constantFrom(...Object.values(probesFor())) }),
  }).itIsLikeEveryCase();
});
