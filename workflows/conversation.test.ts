import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { callWaiting, dropDeserted, takeFromAbsent } from '../activities/queue.ts';
import { beat, renewWaiting } from '../db/chat/presence.ts';
import { missedOffer } from '../domain/officer-status.ts';
import { attend, Conversation, nobodyAttends } from '../tests/support/conversation.ts';
import { done, eventually, ms, refusal } from '../tests/support/message.ts';
import { stage } from '../tests/support/stage.ts';

const the = stage();
const first = (): string => the.people.east[0];
const second = (): string => the.people.east[1];

beforeEach(() => attend(the, the.people.east));
/** What one test leaves open holds no officer in the next. */
afterEach(async () => {
  await the.knex('chats').update({ held_by: null, waiting_since: null, waiting_rank: null });
  await nobodyAttends(the);
});

describe('the story of a conversation', () => {
  it('with the robot alone, ended by the taxpayer and rated', async () => {
    const talk = new Conversation(the);
    expect((await talk.begin()).number).toMatch(/^\d{8}1\d{6}$/);
    expect(await talk.chat()).toMatchObject({ robot: true, taxpayer: true, officer_id: null, held_by: null, waiting_since: null });
    expect(await talk.task()).toBeUndefined();
    done(await talk.asTaxpayer({ type: 'close', summaryId: null }));
    expect(await talk.chat()).toMatchObject({ robot: false, taxpayer: false });
    expect(done(await talk.asTaxpayer({ type: 'rate', resolved: true, stars: 4, textId: null }))).toMatchObject({ status: 'rated' });
    await talk.handle().result();
    expect(await talk.image()).toMatchObject({ status: 'rated', stars: 4, resolved: true });
    expect(await talk.events()).toEqual(['begun', 'closed', 'rated']);
    expect(await talk.lines()).toEqual(['closed', 'rated']);
  });

  it('over the request, the offer and the officer to the end', async () => {
    const talk = new Conversation(the);
    const asked = await talk.request();
    expect(asked).toMatchObject({ status: 'offered' });
    const holder = await talk.holder();
    expect(the.people.east).toContain(holder);
    expect(await talk.chat()).toMatchObject({ robot: true, officer_id: null, held_by: holder });
    done(await talk.asOfficer(holder, { type: 'accept' }));
    expect(await talk.chat()).toMatchObject({ robot: false, officer_id: holder, held_by: holder, epoch: 4 });
    done(await talk.asOfficer(holder, { type: 'close', summaryId: await talk.text() }));
    expect(await talk.events()).toEqual(['begun', 'requested', 'offered', 'accepted', 'closed']);
    expect(await talk.lines()).toEqual(['requested', 'accepted', 'closed']);
    expect(await talk.chat()).toMatchObject({ officer_id: null, held_by: null });
  });

  it('waits when nobody is there, and is called when somebody comes', async () => {
    await nobodyAttends(the);
    const talk = new Conversation(the);
    expect(await talk.request()).toMatchObject({ status: 'queued' });
    expect(await callWaiting(the.knex, the.client, 'east')).toBe(0);
    await attend(the, [first()]);
    expect(await callWaiting(the.knex, the.client, 'east')).toBe(1);
    await eventually(
      () => talk.events(),
      (events) => events.includes('offered'),
    );
    expect(await talk.holder()).toBe(first());
  });

  it('nothing happens when it is called in vain', async () => {
    await nobodyAttends(the);
    const talk = new Conversation(the);
    await talk.request();
    await talk.signal('seek', { commandId: 'in-vain', actor: { kind: 'system' }, command: { type: 'seek' } });
    await eventually(
      () => talk.state(),
      ({ status, version }) => status === 'queued' && version === 2,
    );
    expect(await talk.events()).toEqual(['begun', 'requested']);
  });
});

describe('offers', () => {
  it('one that is declined goes to the other officer, and not back at once', async () => {
    const talk = new Conversation(the);
    await talk.request();
    const holder = await talk.holder();
    done(await talk.asOfficer(holder, { type: 'decline' }));
    const other = await talk.holder();
    expect(other).not.toBe(holder);
    expect(done(await talk.asOfficer(other, { type: 'decline' }))).toMatchObject({ status: 'queued' });
    expect(await callWaiting(the.knex, the.client, 'east')).toBe(0);
  });

  it('one that nobody accepts goes on by itself', async () => {
    const talk = new Conversation(the);
    await talk.request({ offerMinutes: 200 * ms });
    await eventually(
      () => talk.events(),
      (events) => events.filter((type) => type === 'offer-elapsed').length === 2,
    );
    expect(new Set((await talk.events()).slice(2))).toEqual(new Set(['offered', 'offer-elapsed']));
    expect(await talk.image()).toMatchObject({ status: 'queued', assignee_id: null });
    // Whoever misses an offer is away, and comes back by their own decision.
    const missed = await the.knex('officers').whereIn('id', [first(), second()]).select('status', 'status_reason');
    expect(missed).toEqual([first(), second()].map(() => ({ status: 'away', status_reason: missedOffer })));
  });

  it('only the officer to whom it is offered accepts it', async () => {
    const talk = new Conversation(the);
    await talk.request();
    const other = (await talk.holder()) === first() ? second() : first();
    expect(refusal(await talk.asOfficer(other, { type: 'accept' }))).toBe('not-offered');
    expect(refusal(await talk.asOfficer(other, { type: 'claim' }))).toBe('already-claimed');
  });
});

describe('capacity', () => {
  it('an officer who is full is offered nothing, and the next one waits until a place is free', async () => {
    await attend(the, [first()], 1);
    await the.knex('officers').where({ id: second() }).update({ present_until: null });
    const [one, two] = [new Conversation(the), new Conversation(the)];
    await one.connect();
    expect(await two.request()).toMatchObject({ status: 'queued' });
    done(await one.asHolder({ type: 'close', summaryId: null }));
    await eventually(
      () => two.image(),
      ({ status }) => status === 'offered',
    );
    expect(await two.holder()).toBe(first());
  });

  it('whoever takes one from the queue needs a free place, too', async () => {
    await attend(the, [first(), second()], 1);
    const [one, two, three] = [new Conversation(the), new Conversation(the), new Conversation(the)];
    await one.connect();
    await two.connect();
    await three.request();
    expect(refusal(await three.asOfficer(first(), { type: 'claim' }))).toBe('capacity-reached');
    expect(refusal(await three.asSupervisor({ type: 'reassign', officerId: second(), noteId: null }))).toBe('capacity-reached');
    expect(await three.events()).toEqual(['begun', 'requested']);
    await attend(the, [first()], 2);
    expect(done(await three.asOfficer(first(), { type: 'claim' }))).toMatchObject({ status: 'active' });
    expect(await three.events()).toEqual(['begun', 'requested', 'claimed', 'connected']);
  });

  it('who asks later does not overtake who waits', async () => {
    await nobodyAttends(the);
    const [one, two] = [new Conversation(the), new Conversation(the)];
    await one.request();
    await attend(the, [first()], 1);
    expect(await two.request()).toMatchObject({ status: 'queued' });
    await callWaiting(the.knex, the.client, 'east');
    await eventually(
      () => one.image(),
      ({ status }) => status === 'offered',
    );
    expect(await two.image()).toMatchObject({ status: 'queued' });
  });
});

describe('changes of hands', () => {
  it('handed over to a colleague, it is offered to them, and comes to the front when they decline', async () => {
    const talk = new Conversation(the);
    const holder = await talk.connect();
    const other = holder === first() ? second() : first();
    const noteId = await talk.text();
    expect(done(await talk.asOfficer(holder, { type: 'handOver', to: { officerId: other }, noteId }))).toMatchObject({ status: 'offered' });
    expect(await talk.holder()).toBe(other);
    expect(await talk.chat()).toMatchObject({ officer_id: null, robot: true });
    expect(done(await talk.asOfficer(other, { type: 'decline' }))).toMatchObject({ status: 'queued' });
    expect(await talk.chat()).toMatchObject({ waiting_rank: 0 });
  });

  it('handed over to another centre, it waits there', async () => {
    const talk = new Conversation(the);
    const holder = await talk.connect();
    done(await talk.asOfficer(holder, { type: 'handOver', to: { centreId: 'west' }, noteId: await talk.text() }));
    expect(await talk.image()).toMatchObject({ centre_id: 'west', status: 'queued', assignee_id: null });
    expect(await talk.chat()).toMatchObject({ centre_id: 'west', waiting_rank: 0 });
  });

  it('an officer who is gone for too long loses it, and it goes to the next in front', async () => {
    const talk = new Conversation(the);
    const holder = await talk.connect({ graceMinutes: 1 });
    expect(await takeFromAbsent(the.knex, the.client)).toBe(0);
    const gone = (ms: number) =>
      the
        .knex('officers')
        .where({ id: holder })
        .update({ present_until: new Date(Date.now() - ms) });
    await gone(55_000);
    expect(await takeFromAbsent(the.knex, the.client)).toBe(0);
    await gone(61_000);
    expect(await takeFromAbsent(the.knex, the.client)).toBe(1);
    await eventually(
      () => talk.image(),
      ({ status, assignee_id }) => status === 'offered' && assignee_id !== holder,
    );
    expect((await talk.events()).slice(4)).toEqual(['officer-lost', 'offered']);
    expect(await talk.lines()).toEqual(['requested', 'accepted', 'officer-lost']);
  });

  it('what is told of a holder who has not got it any more is not heard', async () => {
    const talk = new Conversation(the);
    const holder = await talk.connect();
    const other = holder === first() ? second() : first();
    const lose = { type: 'lose', officerId: other };
    await talk.signal('lose', { commandId: 'late', actor: { kind: 'system' }, command: lose });
    expect(await talk.state()).toMatchObject({ status: 'active', assigneeId: holder });
  });

  it('a taxpayer who has been absent for too long gives up the place, is told so, and can ask again', async () => {
    await nobodyAttends(the);
    await beat(the.knex);
    const talk = new Conversation(the);
    await talk.request({ absenceMinutes: 5 });
    const waitedFor = (minutes: number) =>
      the
        .knex('chats')
        .where({ case_id: talk.id })
        .update({ waiting_since: new Date(Date.now() - minutes * 60_000) });
    await waitedFor(6);
    // After an outage everybody has the whole time.
    expect(await dropDeserted(the.knex, the.client)).toBe(0);
    await the.knex('live_beats').update({ since: new Date(0) });
    await renewWaiting(the.knex, [the.people.taxpayer]);
    // A page is open.
    expect(await dropDeserted(the.knex, the.client)).toBe(0);
    await the.knex('taxpayer_presence').update({ present_until: new Date(Date.now() - 4 * 60_000) });
    // A page was open not long ago.
    expect(await dropDeserted(the.knex, the.client)).toBe(0);
    await the.knex('taxpayer_presence').update({ present_until: new Date(Date.now() - 6 * 60_000) });
    await the.knex('live_beats').update({ at: new Date(Date.now() - 61_000) });
    // No web process could have heard of a page.
    expect(await dropDeserted(the.knex, the.client)).toBe(0);
    await beat(the.knex, 120_000);
    expect(await dropDeserted(the.knex, the.client)).toBe(1);
    await eventually(
      () => talk.image(),
      ({ status }) => status === 'robot',
    );
    expect(await talk.lines()).toEqual(['requested', 'queue-lapsed']);
    expect(await talk.state()).toMatchObject({ lapsed: true, waitingSince: null });
    expect(done(await talk.asTaxpayer({ type: 'requestOfficer', cause: 'button', typeId: null }))).toMatchObject({ status: 'queued' });
    expect(await talk.state()).toMatchObject({ lapsed: false });
  });

  it('who leaves the queue talks to the robot again', async () => {
    const talk = new Conversation(the);
    await talk.request();
    expect(done(await talk.asTaxpayer({ type: 'leaveQueue' }))).toMatchObject({ status: 'robot' });
    expect(await talk.chat()).toMatchObject({ robot: true, waiting_since: null, held_by: null });
    expect(await talk.task()).toBeUndefined();
  });
});

describe('silence', () => {
  it('of the taxpayer is warned of and then ends it', async () => {
    const talk = new Conversation(the);
    const connecting = talk.connect({ answerMinutes: 100 * ms, idleMinutes: 100 * ms, idleGraceMinutes: 100 * ms });
    await connecting;
    await talk.hear({ at: Date.now(), by: 'officer' });
    await eventually(
      () => talk.image(),
      ({ status }) => status === 'ended',
    );
    const events = (await talk.events()).filter((type) => type !== 'heard');
    expect(events.slice(4)).toEqual(['idle-warned', 'closed']);
  });

  it('of the officer is late once, and does not end it', async () => {
    const talk = new Conversation(the);
    await talk.connect({ answerMinutes: 100 * ms, idleMinutes: 100 * ms, idleGraceMinutes: 100 * ms });
    await talk.hear({ at: Date.now(), by: 'taxpayer' });
    await eventually(
      () => talk.events(),
      (events) => events.filter((type) => type === 'answer-late').length >= 2,
    );
    expect(await talk.image()).toMatchObject({ status: 'active' });
    expect(await talk.task()).toMatchObject({ escalated: true, rank: 0 });
  });

  it('with the robot ends it, without a rating', async () => {
    const talk = new Conversation(the);
    await talk.begin({ robotIdleMinutes: 100 * ms });
    await talk.handle().result();
    expect(await talk.events()).toEqual(['begun', 'closed']);
  });

  it('is none while something is said', async () => {
    const talk = new Conversation(the);
    await talk.begin({ robotIdleMinutes: 2_000 * ms });
    await talk.hear({ at: Date.now() + 1_500, by: 'robot' });
    await eventually(
      () => talk.events(),
      (events) => events.includes('heard'),
    );
    expect(await talk.image()).toMatchObject({ status: 'robot' });
  });
});

it('an operator’s cancellation ends it as an event', async () => {
  const talk = new Conversation(the);
  await talk.connect();
  await the.gateway.cancel('conversation', talk.id);
  await eventually(
    () => talk.image(),
    ({ status }) => status === 'ended',
  );
});
