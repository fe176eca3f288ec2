import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { testDatabase } from '../tests/support/database.ts';
import { eventually, patientPolicy } from '../tests/support/message.ts';
import { populate, type People } from '../tests/support/people.ts';
import { SmsGateway } from '../tests/support/sms-gateway.ts';
import { gatewaySecretPlace, Secrets } from '../runtime/secrets.ts';
import { leaseShortMessage, markSent, releaseShortMessage } from '../db/short-messages.ts';
import { record } from '../domain/case.ts';
import { apply, newMessage, type MessageEvent, type MessageState } from '../domain/message/message.ts';
import { submitted } from '../domain/message/time.ts';
import { createProject } from './project.ts';
import { createShortMessages } from './short-messages.ts';

const { knex } = testDatabase();
const project = createProject(knex);
const secrets = new Secrets('s'.repeat(32));
let beats = 0;
const { sendShortMessage, unsentShortMessages, abandonShortMessage, sendShortMessages, abandonShortMessages } = createShortMessages(
  knex,
  { receiptUrl: 'http://127.0.0.1/receipts', openSecret: (regionId, stored) => secrets.open(gatewaySecretPlace(regionId), stored) },
  { beat: () => (beats += 1), cancelled: () => new AbortController().signal, warn: () => undefined },
);
let people: People;
let gateway: SmsGateway;

beforeAll(async () => {
  people = await populate(knex);
  gateway = await SmsGateway.open();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  gateway.moods.length = 0;
  gateway.delayMs = 0;
  gateway.sent.clear();
  await useGateway({ templates: { 'message-replied': 'T1' } });
});

async function useGateway({ templates }: { templates: Record<string, string> }): Promise<void> {
  const secret = secrets.seal(gatewaySecretPlace('region'), gateway.secret);
  const value = JSON.stringify({ url: gateway.url, secret, templates });
  await knex('settings')
    .insert({ scope: 'region', scope_id: 'region', key: 'sms.gateway', value })
    .onConflict(['scope', 'scope_id', 'key'])
    .merge();
}

/** A case that owes one answer by 短信. */
async function answered(phone: string | null = '13800000000'): Promise<string> {
  const submission = {
    id: randomUUID(),
    regionId: 'region',
    centreId: 'east',
    typeId: 'nobody',
    identityId: people.taxpayer,
    reminder: 'sms' as const,
    textId: randomUUID(),
    uploadIds: [],
  };
  await knex('case_forms').insert({ case_id: submission.id, identity_id: people.taxpayer, reminder: 'sms', phone });
  const events: MessageEvent[] = [submitted(submission, patientPolicy, Date.now()), { type: 'claimed', officerId: people.east[0] }];
  let state: MessageState = newMessage(submission, Date.now());
  for (const event of events) {
    const recorded = record<MessageEvent>(state, [event], { kind: 'taxpayer', id: people.taxpayer }, Date.now());
    state = recorded.reduce(apply, state);
    await project({ state, events: recorded, allocate: false });
  }
  const clock = state.clock;
  if (!clock) throw new Error('no clock');
  const replied = record<MessageEvent>(
    state,
    [{ type: 'replied', textId: randomUUID(), uploadIds: [], clock }],
    { kind: 'officer', id: people.east[0] },
    Date.now(),
  );
  const outcome = await project({ state: replied.reduce(apply, state), events: replied, allocate: false });
  expect(outcome.owesShortMessages).toBe(true);
  return submission.id;
}

const statusOf = async (caseId: string) =>
  await knex('notices').where({ case_id: caseId, channel: 'sms' }).first<{ status: string; failure: string | null }>('status', 'failure');
const timesSent = () => [...gateway.sent.values()];

describe('short messages', () => {
  it('go out once, however often they are asked for', async () => {
    const id = await answered();
    await sendShortMessages(id);
    await sendShortMessages(id);
    expect(timesSent()).toEqual([1]);
    expect(await statusOf(id)).toEqual({ status: 'sent', failure: null });
  });

  it('go out once when they are asked for twice at the same moment: the others are told to try again', async () => {
    const id = await answered();
    gateway.delayMs = 200;
    const outcomes = await Promise.allSettled([sendShortMessages(id), sendShortMessages(id), sendShortMessages(id)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ type: 'ShortMessageLeased' });
    await sendShortMessages(id);
    expect(timesSent()).toEqual([1]);
  });

  it('hold no lock and no transaction while the gateway takes its time, and show that they live', async () => {
    const [noticeId = ''] = await unsentShortMessages(await answered());
    gateway.delayMs = 1_000;
    beats = 0;
    const sending = sendShortMessage(noticeId);
    await eventually(
      () => Promise.resolve(gateway.waiting),
      (waiting) => waiting === 1,
    );
    const { rows } = await knex.raw<{ rows: unknown[] }>(
      `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in transaction%'`,
    );
    expect(rows).toEqual([]);
    await knex.transaction(async (trx) => {
      expect(await trx('notices').where({ id: noticeId }).forUpdate().noWait().pluck('status')).toEqual(['sending']);
    });
    await sending;
    expect(beats).toBeGreaterThan(0);
  });

  it('are taken over when whoever had the lease is gone, and the gateway is asked first', async () => {
    const id = await answered();
    const [noticeId = ''] = await unsentShortMessages(id);
    // As a worker leaves it that dies during the call.
    await leaseShortMessage(knex, noticeId, 300);
    await expect(sendShortMessage(noticeId)).rejects.toMatchObject({ type: 'ShortMessageLeased' });
    await new Promise((resolve) => setTimeout(resolve, 400));
    const asked = gateway.asked.GET;
    await sendShortMessage(noticeId);
    expect([gateway.asked.GET - asked, timesSent(), (await statusOf(id)).status]).toEqual([1, [1], 'sent']);
  });

  it('are settled by the attempt that has the lease alone', async () => {
    const id = await answered();
    const [noticeId = ''] = await unsentShortMessages(id);
    const late = await leaseShortMessage(knex, noticeId, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const next = await leaseShortMessage(knex, noticeId, 60_000);
    if (typeof late === 'string' || typeof next === 'string') throw new Error('not leased');
    await markSent(knex, late);
    await releaseShortMessage(knex, late);
    expect(await leaseShortMessage(knex, noticeId, 1)).toBe('leased');
    await markSent(knex, next);
    expect(await statusOf(id)).toMatchObject({ status: 'sent' });
    expect(await leaseShortMessage(knex, noticeId, 1)).toBe('settled');
  });

  it('are done when the gateway has taken them, however long its answer goes on', async () => {
    const id = await answered();
    gateway.moods.push('talks without end');
    await sendShortMessages(id);
    expect(await statusOf(id)).toMatchObject({ status: 'sent' });
  });

  it('follow no redirection', async () => {
    const id = await answered();
    gateway.moods.push('sends elsewhere');
    await expect(sendShortMessages(id)).rejects.toMatchObject({ message: 'the gateway answered 307' });
    expect(timesSent()).toEqual([]);
  });

  it('are not sent again when the answer of the gateway was lost', async () => {
    const id = await answered();
    gateway.moods.push('takes it and drops the line');
    await expect(sendShortMessages(id)).rejects.toMatchObject({ type: 'GatewayOutage' });
    expect(await statusOf(id)).toMatchObject({ status: 'sending' });
    await sendShortMessages(id);
    expect(timesSent()).toEqual([1]);
    expect(await statusOf(id)).toMatchObject({ status: 'sent' });
  });

  it.each(['drops the line', 'fails'] as const)('are tried again when the gateway %s', async (mood) => {
    const id = await answered();
    gateway.moods.push(mood);
    await expect(sendShortMessages(id)).rejects.toMatchObject({ type: 'GatewayOutage' });
    await sendShortMessages(id);
    expect(timesSent()).toEqual([1]);
  });

  it('are not tried again when the gateway refuses for good', async () => {
    const id = await answered();
    gateway.moods.push('refuses');
    await sendShortMessages(id);
    await sendShortMessages(id);
    expect(timesSent()).toEqual([]);
    expect(await statusOf(id)).toEqual({ status: 'failed', failure: 'refused' });
  });

  it('say why they cannot go out: no template', async () => {
    await useGateway({ templates: {} });
    const id = await answered();
    await sendShortMessages(id);
    expect(await statusOf(id)).toEqual({ status: 'failed', failure: 'no-template' });
  });

  it('say why they cannot go out: no number', async () => {
    const id = await answered(null);
    await sendShortMessages(id);
    expect(await statusOf(id)).toEqual({ status: 'failed', failure: 'no-phone' });
  });

  it('say why they cannot go out: no gateway', async () => {
    await knex('settings').where({ key: 'sms.gateway' }).delete();
    const id = await answered();
    await sendShortMessages(id);
    expect(await statusOf(id)).toEqual({ status: 'failed', failure: 'no-gateway' });
  });

  it('are given up when nothing has helped, but not those that went out', async () => {
    const [sent, unsent] = [await answered(), await answered()];
    await sendShortMessages(sent);
    await abandonShortMessages(sent);
    await abandonShortMessages(unsent);
    await abandonShortMessage(randomUUID());
    expect(await statusOf(sent)).toMatchObject({ status: 'sent' });
    expect(await statusOf(unsent)).toEqual({ status: 'failed', failure: 'gave-up' });
  });
});
