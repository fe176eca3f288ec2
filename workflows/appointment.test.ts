import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { reminderAt } from '../domain/appointment/time.ts';
import { Appointment } from '../tests/support/appointment.ts';
import { Conversation } from '../tests/support/conversation.ts';
import { done, eventually, ms, refusal } from '../tests/support/message.ts';
import { stage } from '../tests/support/stage.ts';

const the = stage();
const first = (): string => the.people.east[0];
const second = (): string => the.people.east[1];
const otherThan = (officerId: string): string => (officerId === first() ? second() : first());

/** A window that opens soon; people can be there from the booking on. */
const soon = { inMs: 1_500, lastsMs: 3_000 };
const brief = { nearMinutes: 60, graceMinutes: 500 * ms, reminderMinutes: [] };

const seen = async (about: Appointment, type: string): Promise<string[]> =>
  await eventually(
    () => about.events(),
    (events) => events.includes(type),
  );

describe('booking', () => {
  it('wins the held place with the case, and tells the taxpayer by both channels', async () => {
    const about = new Appointment(the);
    expect(await about.book()).toMatchObject({ status: 'booked', version: 2 });
    expect((await about.image())['number']).toMatch(/^\d{8}8\d{6}$/);
    const { placeId } = await about.state();
    expect(await about.places()).toEqual([{ id: placeId, state: 'booked' }]);
    expect(await about.notices()).toEqual(['appointment-booked by inbox', 'appointment-booked by sms']);
    expect(await about.task()).toBeUndefined();
  });

  it('of a place that another case has won is refused, and leaves nothing', async () => {
    const [one, other] = [new Appointment(the), new Appointment(the)];
    const placeId = await one.hold();
    await one.book({}, {}, { placeId });
    expect(refusal(await other.ask({}, { placeId }))).toBe('slot-taken');
    expect(await the.knex('cases').where({ id: other.id })).toEqual([]);
  });

  it('of one place by many at once is won by one', async () => {
    const placeId = await new Appointment(the).hold();
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => new Appointment(the).ask({}, { placeId })));
    expect(outcomes.filter(({ kind }) => kind === 'done')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'refused').map(refusal)).toEqual(Array(5).fill('slot-taken'));
  });
});

describe('moving', () => {
  it('keeps number and case, and gives the old place back with it', async () => {
    const about = new Appointment(the);
    const { number } = await about.book();
    const placeId = await about.hold({ inMs: 300_000_000 });
    expect(done(await about.asTaxpayer({ type: 'move', placeId }))).toMatchObject({ number, status: 'booked', version: 4 });
    expect(await about.places()).toEqual([{ id: placeId, state: 'booked' }]);
    expect(await about.state()).toMatchObject({ placeId, sequence: 1 });
  });

  it('to a place that is lost changes nothing', async () => {
    const [about, other] = [new Appointment(the), new Appointment(the)];
    await about.book();
    const before = await about.state();
    const placeId = await other.hold({ inMs: 300_000_000 });
    await other.book({}, {}, { placeId });
    expect(refusal(await about.asTaxpayer({ type: 'move', placeId }))).toBe('slot-taken');
    expect(await about.state()).toEqual(before);
    expect(await about.places()).toEqual([{ id: before.placeId, state: 'booked' }]);
  });
});

describe('cancelling', () => {
  it('frees the place at once, and the story says at whose wish', async () => {
    const about = new Appointment(the);
    await about.book();
    done(await about.asOfficer(first(), { type: 'cancel', cause: 'closure', reasonId: await about.text() }));
    await about.handle().result();
    expect(await about.places()).toEqual([]);
    expect(await about.state()).toMatchObject({ status: 'cancelled', cancelCause: 'closure', interaction: 'not-held' });
    expect(await about.notices()).toContain('appointment-cancelled by sms');
  });

  it('is refused to the taxpayer after the deadline, and to both from the start on', async () => {
    const about = new Appointment(the);
    await about.book({ ...brief, cancelMinutes: 10 }, { inMs: 1_500, lastsMs: 60_000 });
    const reasonId = await about.text();
    expect(refusal(await about.asTaxpayer({ type: 'cancel', cause: 'taxpayer', reasonId }))).toBe('cancel-too-late');
    await seen(about, 'opened');
    expect(refusal(await about.asOfficer(first(), { type: 'cancel', cause: 'bureau', reasonId }))).toBe('appointment-begun');
    expect(refusal(await about.asTaxpayer({ type: 'move', placeId: await about.hold() }))).toBe('appointment-begun');
  });
});

describe('the time before the start', () => {
  it('reminds once each, and not of what was past at the booking', async () => {
    const about = new Appointment(the);
    // The first is past; the quiet hours are out of the way because the reminders are so near.
    await about.book({ ...brief, reminderMinutes: [1_440, 2_000 * ms], graceMinutes: 60 }, { inMs: 4_000, lastsMs: 60_000 });
    await seen(about, 'opened');
    const reminded = (await about.events()).filter((type) => type === 'reminded').length;
    expect(reminded).toBeLessThanOrEqual(1);
    expect((await about.notices()).filter((notice) => notice === 'appointment-near by sms')).toHaveLength(reminded);
  });

  it('reminds of the time it was moved to, and not of the former ones', async () => {
    const about = new Appointment(the);
    const before = 57_500 * ms;
    await about.book({ ...brief, reminderMinutes: [before], cancelMinutes: 0, graceMinutes: 60 }, { inMs: 60_000, lastsMs: 60_000 });
    done(await about.asTaxpayer({ type: 'move', placeId: await about.hold({ inMs: 300_000_000 }) }));
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(await about.events()).not.toContain('reminded');
    done(await about.asTaxpayer({ type: 'move', placeId: await about.hold({ inMs: 60_000, lastsMs: 60_000 }) }));
    // At night it would have been sent before the quiet hours, which is past.
    const reminded = reminderAt(Date.now() + 60_000, before) > Date.now() ? 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect((await about.events()).filter((type) => type === 'reminded')).toHaveLength(reminded);
    expect((await about.notices()).filter((notice) => notice === 'appointment-near by sms')).toHaveLength(reminded);
  });

  it('brings a to-do and an officer when it nears, and not before', async () => {
    const about = new Appointment(the);
    await about.book({ ...brief, nearMinutes: 1_000 * ms }, { inMs: 3_000, lastsMs: 60_000 });
    expect(await about.task()).toBeUndefined();
    await seen(about, 'assigned');
    expect(await about.task()).toMatchObject({ turn: 'officer', assignee_id: await about.holder() });
  });
});

describe('the window', () => {
  it('with both there becomes a conversation of exactly these two, and ends with a result', async () => {
    const about = new Appointment(the);
    await about.book({ ...brief, graceMinutes: 10 }, { inMs: 1_500, lastsMs: 60_000 });
    await seen(about, 'assigned');
    const holder = await about.holder();
    const talk = new Conversation(the, randomUUID());
    done(await about.asTaxpayer({ type: 'checkIn', evidence: 'window' }));
    expect(refusal(await about.asOfficer(holder, about.start(holder, talk.id)))).toBe('too-early');
    await seen(about, 'opened');
    expect(refusal(await about.asOfficer(otherThan(holder), about.start(otherThan(holder), talk.id)))).toBe('not-assignee');
    expect(done(await about.asOfficer(holder, about.start(holder, talk.id)))).toMatchObject({ status: 'started' });
    await eventually(
      () => talk.image().catch(() => undefined),
      (image) => image?.['status'] === 'active' && image['assignee_id'] === holder,
    );
    expect(await talk.lines()).toEqual(['appointed']);
    expect(await about.links()).toEqual([talk.id]);
    done(await talk.asTaxpayer({ type: 'close', summaryId: null }));
    await seen(about, 'interaction-ended');
    expect(await about.state()).toMatchObject({ status: 'started', interaction: 'completed' });
    expect(done(await about.asOfficer(holder, { type: 'finish', textId: await about.text(), uploadIds: [] }))).toMatchObject({
      status: 'held',
    });
    done(await about.asTaxpayer({ type: 'rate', resolved: true, stars: 5, textId: null }));
    await about.handle().result();
    expect(await about.image()).toMatchObject({ status: 'held', stars: 5, ended_as: 'resolved' });
  });

  it('without the taxpayer is missed, if the officer is there; an appeal lifts it', async () => {
    const about = new Appointment(the);
    await about.book(brief, soon);
    await seen(about, 'assigned');
    done(await about.asHolder({ type: 'checkIn', evidence: 'button' }));
    await seen(about, 'missed');
    expect(await about.notices()).toContain('appointment-missed by sms');
    expect(await about.task()).toBeUndefined();
    done(await about.asTaxpayer({ type: 'appeal', textId: await about.text() }));
    expect(await about.task()).toMatchObject({ turn: 'officer' });
    expect(refusal(await about.asTaxpayer({ type: 'appeal', textId: await about.text() }))).toBe('already-appealed');
    done(await about.asSupervisor({ type: 'liftMiss', noteId: await about.text() }));
    await about.handle().result();
    expect(await about.state()).toMatchObject({ status: 'missed', appeal: 'lifted' });
  });

  it('without a start by the officer warns before its end, and fails at it; the taxpayer is not blamed', async () => {
    const about = new Appointment(the);
    await about.book(brief, soon);
    done(await about.asTaxpayer({ type: 'checkIn', evidence: 'button' }));
    await seen(about, 'officer-late');
    expect(await about.task()).toMatchObject({ escalated: true, rank: 0 });
    await seen(about, 'officer-failed');
    await about.handle().result();
    expect(await about.events()).not.toContain('missed');
    expect(await about.notices()).toContain('appointment-failed by sms');
    expect(await about.image()).toMatchObject({ status: 'officer-failed', ended_as: 'unresolved' });
  });

  it('with nobody there is the fault of the office', async () => {
    const about = new Appointment(the);
    await about.book(brief, soon);
    expect(await seen(about, 'officer-failed')).not.toContain('missed');
  });

  it('can be taken over from an officer who is late, and not before', async () => {
    const about = new Appointment(the);
    await about.book(brief, { inMs: 1_500, lastsMs: 60_000 });
    await seen(about, 'assigned');
    const other = otherThan(await about.holder());
    expect(refusal(await about.asOfficer(other, { type: 'takeOver' }))).toBe('officer-not-late');
    done(await about.asTaxpayer({ type: 'checkIn', evidence: 'button' }));
    await seen(about, 'officer-late');
    done(await about.asOfficer(other, { type: 'takeOver' }));
    expect(done(await about.asOfficer(other, about.start(other)))).toMatchObject({ status: 'started' });
  });

  it('that has ended is final for both sides', async () => {
    const about = new Appointment(the);
    await about.book({ ...brief, appealMinutes: 10 }, soon);
    await seen(about, 'assigned');
    done(await about.asHolder({ type: 'checkIn', evidence: 'button' }));
    await seen(about, 'missed');
    const placeId = await about.hold();
    expect(refusal(await about.asOfficer(first(), { type: 'move', placeId }))).toBe('case-closed');
    expect(refusal(await about.asTaxpayer({ type: 'cancel', cause: 'taxpayer', reasonId: await about.text() }))).toBe('case-closed');
  });
});
