import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type { Knex } from 'knex';

import { connect } from '../../db/connect.ts';
import { workflowIdOf } from '../../workflows/contract.ts';
import { verify } from '../../workers/verification.ts';
import { openDesk, type DemoDesk } from '../support/demo-desk.ts';
import { parts, RunningProduct, type Part } from '../support/running-product.ts';
import { tellFormStory, tellStoryOfCarriedForms, type Left } from './form-story.ts';
import { expectedPlaceEvents, tellBookingStory, tellInvitationStory, wantedStart, wrongPlaces, type Placed } from './slot-story.ts';
import { expectedEvents, expectedOrderEvents, expectedShortMessages, tellOrderStory, tellStory } from './story.ts';

/** Stories told side by side, each a little further than the next: one kill finds them at ten different moments. */
const stories = 10;
const orderStories = 5;
/** Half of them from a 留言, half carried by an order. */
const formStories = 6;
/** More than one time has places. */
const bookingStories = 6;
const invitationStories = 3;
const betweenStoriesMs = 350;
const pauseMs = 300;
const limitMs = 240_000;

let dataDir: string;
let product: RunningProduct;
let desk: DemoDesk;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'zhengna-chaos-'));
  product = await RunningProduct.start(dataDir);
  desk = await openDesk(product.origin);
}, limitMs);
afterAll(async () => {
  await product.stop();
  if (process.env['KEEP_CHAOS'] === undefined) rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

describe('kill -9 in the middle of thirty stories', () => {
  it.each<Part | 'everything'>([...parts, 'everything'])(
    '%s: every case ends as it should, and every notice went out once',
    async (victim) => {
      const told = Array.from({ length: stories }, async (_, i) => {
        await sleep(i * betweenStoriesMs);
        return await tellStory(desk.taxpayer, desk, desk.form, pauseMs);
      });
      const toldOfOrders = Array.from({ length: orderStories }, async (_, i) => {
        await sleep(i * 2 * betweenStoriesMs);
        return await tellOrderStory(desk.taxpayer, desk, desk.form, pauseMs);
      });
      const toldOfForms = Array.from({ length: formStories }, async (_, i) => {
        await sleep(i * 2 * betweenStoriesMs);
        return i % 2 === 0
          ? await tellFormStory(desk.taxpayer, desk, desk.form, pauseMs)
          : await tellStoryOfCarriedForms(desk.taxpayer, desk, pauseMs);
      });
      const startsAt = await wantedStart(desk);
      const toldOfPlaces = Array.from({ length: bookingStories + invitationStories }, async (_, i) => {
        await sleep(i * betweenStoriesMs);
        return i < bookingStories
          ? await tellBookingStory(product.origin, startsAt, 2 * pauseMs)
          : await tellInvitationStory(desk, startsAt, 2 * pauseMs);
      });
      // An error of one story must not hide what became of the others.
      const [ended, endedOrders, endedForms, endedPlaces] = [
        Promise.allSettled(told),
        Promise.allSettled(toldOfOrders),
        Promise.allSettled(toldOfForms),
        Promise.allSettled(toldOfPlaces),
      ];
      await sleep(stories * betweenStoriesMs);
      if (victim === 'everything') {
        await product.killAll();
        await product.start();
      } else {
        expect(product.pids(victim).length).toBeGreaterThan(0);
        product.kill(victim);
      }
      const outcomes = await ended;
      expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
      const ids = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      const orderOutcomes = await endedOrders;
      expect(orderOutcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
      const orders = orderOutcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      const formOutcomes = await endedForms;
      expect(formOutcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
      const left = formOutcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
      const placeOutcomes = await endedPlaces;
      expect(placeOutcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
      const placed = placeOutcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      await holdsThePlaces(placed);
      await holdsTheLedger(ids, orders, left);
    },
    limitMs,
  );

  it('Ctrl-C ends all of it within ten seconds and leaves no process', async () => {
    expect(await product.stop()).toBeLessThan(10_000);
    expect(parts.flatMap((part) => product.pids(part))).toEqual([]);
  }, 30_000);
});

/** No place is lost and none doubled; an appointment goes on after its story. */
async function holdsThePlaces(placed: readonly Placed[]): Promise<void> {
  const knex = connect(product.services().databaseUrl, 2);
  try {
    expect(await wrongPlaces(knex, placed)).toEqual([]);
    for (const { caseId, invitationId } of placed) {
      const expected = invitationId === null ? expectedPlaceEvents.booking : expectedPlaceEvents.accepted;
      expect(await typesOf(knex, caseId)).toEqual(expected);
      if (invitationId !== null) expect(await typesOf(knex, invitationId)).toEqual(expectedPlaceEvents.invitation);
    }
  } finally {
    await knex.destroy();
  }
}

/** Nothing lost, nothing doubled, nothing out of order, and the image is what the workflows say. */
async function holdsTheLedger(ids: string[], orders: { messageId: string; orderId: string }[], left: readonly Left[]): Promise<void> {
  const { databaseUrl, temporalAddress } = product.services();
  const knex = connect(databaseUrl, 2);
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const client = new Client({ connection });
    for (const { messageId, orderId } of orders) {
      await client.workflow.getHandle(workflowIdOf('work-order', orderId)).result();
      expect(await typesOf(knex, messageId)).toEqual(expectedOrderEvents.message);
      expect(await typesOf(knex, orderId)).toEqual(expectedOrderEvents.order);
    }
    for (const id of ids) {
      // A worker that died while sending is missed only after the activity's time: the case itself knows when nothing is owed any more.
      await client.workflow.getHandle(workflowIdOf('message', id)).result();
      expect(await typesOf(knex, id)).toEqual(expectedEvents);
      await expectShortMessages(knex, id);
    }
    for (const { id, kind, events, notices } of left) {
      await client.workflow.getHandle(workflowIdOf(kind, id)).result();
      expect([kind, await typesOf(knex, id), await noticesOf(knex, id)]).toEqual([kind, events, notices]);
    }
    expect((await verify(knex, client)).discrepancies).toEqual([]);
  } finally {
    await knex.destroy();
    await connection.close();
  }
}

/**
 * Each 短信 that was owed came out of the gateway, once: it knows a message by its id. (How often it was asked may be more: when a
 * database dies between the gateway's doing and its answer, nobody can know.)
 */
async function expectShortMessages(knex: Knex, caseId: string): Promise<void> {
  const owed = await knex('notices').where({ case_id: caseId, channel: 'sms' }).pluck<string[]>('id');
  expect(owed).toHaveLength(expectedShortMessages);
  expect(await knex('demo_short_messages').whereIn('id', owed)).toHaveLength(expectedShortMessages);
}

const typesOf = (knex: Knex, caseId: string): Promise<string[]> =>
  knex('case_events').where({ case_id: caseId }).orderBy('version').pluck<string[]>('type');

const noticesOf = (knex: Knex, caseId: string): Promise<string[]> =>
  knex('notices').where({ case_id: caseId }).orderBy('version').pluck<string[]>('kind');

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
