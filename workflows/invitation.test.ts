import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { Appointment } from '../tests/support/appointment.ts';
import { Invitation } from '../tests/support/invitation.ts';
import { done, eventually, ms, refusal } from '../tests/support/message.ts';
import { stage } from '../tests/support/stage.ts';
import { workflowIdOf } from './contract.ts';

const the = stage();

const proposedOf = async (about: Invitation): Promise<string[]> => (await about.state()).proposed.map(({ placeId }) => placeId);
const acceptOf = async (about: Invitation, placeId: string) =>
  ({ type: 'accept', placeId, appointmentId: randomUUID(), textId: await about.text() }) as const;

/** The place, wherever it belongs now. */
const placeAt = async (id: string): Promise<unknown> => await the.knex('slot_places').where({ id }).first('case_id', 'state');

describe('an invitation', () => {
  it('holds all proposed places, and asks the taxpayer', async () => {
    const about = new Invitation(the);
    expect(await about.send()).toMatchObject({ status: 'sent', version: 2 });
    expect(await about.places()).toEqual((await proposedOf(about)).map((id) => ({ id, state: 'held' })));
    expect((await about.image())['number']).toMatch(/^\d{8}4\d{6}$/);
    expect(await about.notices()).toEqual(['invitation-sent by inbox', 'invitation-sent by sms']);
    expect(await about.task()).toMatchObject({ turn: 'taxpayer', assignee_id: the.people.east[0] });
  });

  it('that does not win every place is refused, and keeps none', async () => {
    const [one, other] = [new Invitation(the), new Appointment(the)];
    const [free, lost] = [await one.hold(), await one.hold()];
    await other.book({}, {}, { placeId: lost });
    expect(refusal(await one.ask({}, [free, lost]))).toBe('slot-taken');
    expect(await placeAt(free)).toMatchObject({ case_id: null, state: 'held' });
  });

  it('accepted becomes an appointment with the same place, and gives the others back', async () => {
    const about = new Invitation(the);
    await about.send();
    const [first = '', second = ''] = await proposedOf(about);
    const command = await acceptOf(about, second);
    expect(done(await about.asTaxpayer(command))).toMatchObject({ status: 'accepted' });
    await eventually(
      () => placeAt(second),
      (place) => JSON.stringify(place) === JSON.stringify({ case_id: command.appointmentId, state: 'booked' }),
    );
    expect(await placeAt(first)).toBeUndefined();
    const begun = await eventually(
      () =>
        the.knex('cases').where({ id: command.appointmentId }).first<Record<string, unknown> | undefined>('kind', 'status', 'assignee_id'),
      (image) => image !== undefined,
    );
    expect(begun).toMatchObject({ kind: 'appointment', status: 'booked' });
    expect(await about.links()).toEqual([command.appointmentId]);
    await the.client.workflow.getHandle(workflowIdOf('appointment', command.appointmentId)).terminate();
  });

  it('accepted twice becomes one appointment', async () => {
    const about = new Invitation(the);
    await about.send();
    const [placeId = ''] = await proposedOf(about);
    const commands = [await acceptOf(about, placeId), await acceptOf(about, placeId)];
    const outcomes = await Promise.all(commands.map((command) => about.asTaxpayer(command)));
    expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['done', 'refused']);
    expect(outcomes.filter(({ kind }) => kind === 'refused').map(refusal)).toEqual(['already-accepted']);
    const ids = commands.map(({ appointmentId }) => appointmentId);
    await eventually(
      () => the.knex('cases').whereIn('id', ids),
      (rows: unknown[]) => rows.length === 1,
    );
  });

  it('accepted and withdrawn at the same moment is one of both, and its place agrees', async () => {
    const about = new Invitation(the);
    await about.send();
    const [placeId = ''] = await proposedOf(about);
    const command = await acceptOf(about, placeId);
    const reasonId = await about.text();
    const [accepted, withdrawn] = await Promise.all([about.asTaxpayer(command), about.asHolder({ type: 'withdraw', reasonId })]);
    expect([accepted.kind, withdrawn.kind].toSorted()).toEqual(['done', 'refused']);
    if (accepted.kind === 'done')
      await eventually(
        () => placeAt(placeId),
        (place) => (place as { case_id: string }).case_id === command.appointmentId,
      );
    else expect(await placeAt(placeId)).toBeUndefined();
  });

  it('rejected gives its places back, and hinders no other', async () => {
    const [about, again] = [new Invitation(the), new Invitation(the)];
    await about.send();
    done(await about.asTaxpayer({ type: 'reject', reasonId: await about.text() }));
    await about.handle().result();
    expect(await about.places()).toEqual([]);
    expect(await again.send()).toMatchObject({ status: 'sent' });
  });

  it('answered by another time holds that as well; declined, the first ones stand again', async () => {
    const about = new Invitation(the);
    await about.send();
    const proposed = await proposedOf(about);
    const counter = await about.hold();
    expect(done(await about.asTaxpayer({ type: 'counter', placeId: counter, noteId: null }))).toMatchObject({ status: 'countered' });
    expect((await about.places()).map(({ id }) => id).toSorted()).toEqual([...proposed, counter].toSorted());
    expect(await about.task()).toMatchObject({ turn: 'officer' });
    done(await about.asHolder({ type: 'decline', reasonId: await about.text() }));
    expect((await about.places()).map(({ id }) => id)).toEqual(proposed);
    expect(await about.notices()).toContain('invitation-declined by sms');
  });

  it('whose counter-proposal nobody answers expires, tells the taxpayer, and leaks no place', async () => {
    const about = new Invitation(the);
    await about.send({ answerMinutes: 2_000 * ms });
    done(await about.asTaxpayer({ type: 'counter', placeId: await about.hold(), noteId: null }));
    await about.handle().result();
    expect((await about.events()).at(-1)).toBe('expired');
    expect(await about.places()).toEqual([]);
    expect((await about.notices()).filter((notice) => notice.startsWith('invitation-expired'))).toHaveLength(2);
  });

  it('without an answer is reminded, and expires', async () => {
    const about = new Invitation(the);
    await about.send({ answerMinutes: 8_000 * ms });
    await about.handle().result();
    expect(await about.events()).toEqual(['proposed', 'sent', 'reminded', 'reminded', 'expired']);
    expect(await about.places()).toEqual([]);
  });
});
