/** What calls leave behind, however they end: nothing in the worker, in this process, or in the database. */
import { randomUUID } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { MediaUse } from '../domain/call.ts';
import { Call, produce } from '../tests/support/call.ts';
import { attend, Conversation } from '../tests/support/conversation.ts';
import { reachOverTcp, type TcpWay } from '../tests/support/ice.ts';
import { Caller, mediaSecret, rtpParametersOf, startMedia, workerLimitMs } from '../tests/support/media.ts';
import { eventually } from '../tests/support/message.ts';
import { stage } from '../tests/support/stage.ts';
import { mediaClose } from '../web/api/media-close.ts';
import type { MediaServer } from './server.ts';
import { createMediaTokens } from './tokens.ts';

const pongWithinMs = 500;
const megabyte = 1_048_576;

let media: MediaServer;
// Before the stage takes its database away.
afterAll(() => media.stop());
const the = stage();
const tokens = createMediaTokens(mediaSecret);

beforeAll(async () => {
  media = await startMedia(the, { times: { lookEvery: 20 }, limits: { pongWithinMs, messagesASecond: 1_000 } });
}, workerLimitMs);
beforeEach(() => attend(the, the.people.east, 20));

/** All that is held for calls. */
async function held() {
  const { worker, server } = media.pool.next();
  const [{ routerIds }, { webRtcTransportIds, localIceUsernameFragments }] = await Promise.all([worker.dump(), server.dump()]);
  const places = await the.knex('media_rooms').pluck<string[]>('call_id');
  return { routerIds, webRtcTransportIds, localIceUsernameFragments, places, rooms: media.rooms.size };
}
const nothing = { routerIds: [], webRtcTransportIds: [], localIceUsernameFragments: [], places: [], rooms: 0 };
const untilNothing = () => eventually(held, (all) => JSON.stringify(all) === JSON.stringify(nothing));

describe('a page that vanishes', () => {
  it('without closing its connection is noticed, and after the lease nothing of its call is left', async () => {
    const call = await Call.agreed(the, media, ['microphone']);
    const officer = await call.join('officer');
    const taxpayer = await call.join('taxpayer', ['microphone'], { autoPong: false });
    expect(await produce(taxpayer, 'microphone')).toMatchObject({ ok: true });
    await eventually(
      () => Promise.resolve(officer.events.map(({ event }) => event)),
      (events) => events.includes('peerLeft'),
    );
    expect(officer.events).toContainEqual({ event: 'sentClosed', data: expect.anything() });
    expect((await call.room())?.peers).toHaveLength(1);
    expect(await officer.closed).toBe(mediaClose.over);
    expect(await call.talk.events()).toContain('call-ended');
    await untilNothing();
  });

  it('takes its TCP connections with it', async () => {
    const call = await Call.agreed(the, media, ['microphone']);
    const taxpayer = await call.join('taxpayer', ['microphone']);
    const first = await reachOverTcp(await taxpayer.does('openTransport', { direction: 'send' }));
    const second = await reachOverTcp(await taxpayer.does('openTransport', { direction: 'send' }));
    await first.closed;
    expect((await held()).webRtcTransportIds).toHaveLength(1);
    taxpayer.vanish();
    await second.closed;
    await untilNothing();
  });

  it('before anything flows lets the call fail in time', async () => {
    const call = await Call.agreed(the, media, ['microphone'], { connectSeconds: 1, awaySeconds: 600 });
    const [taxpayer, officer] = [await call.join('taxpayer', ['microphone']), await call.join('officer')];
    expect(await Promise.all([taxpayer.closed, officer.closed])).toEqual([mediaClose.over, mediaClose.over]);
    expect(await call.talk.events()).toContain('call-ended');
    await untilNothing();
  });
});

/** One conversation after the other has calls; what its workflow says of them is written by hand. */
class Lane {
  readonly #talk = new Conversation(the);
  #officerId = '';

  static async open(): Promise<Lane> {
    const lane = new Lane();
    lane.#officerId = await lane.#talk.connect({ awaySeconds: 600 });
    return lane;
  }

  /**
   * @param overTcp true when the taxpayer sends over TCP
   * @param vanish true when both browsers are killed in the call
   */
  async call(overTcp: boolean, vanish: boolean): Promise<void> {
    const callId = randomUUID();
    await this.#say({ id: callId, way: 'video', stage: 'connected', askedBy: 'officer', uses, connectedAt: 0, clock: null });
    const [taxpayer, officer] = await Promise.all([this.#join(callId, 'taxpayer'), this.#join(callId, 'officer')]);
    const way = await send(taxpayer, overTcp);
    await receive(officer);
    if (vanish) for (const page of [taxpayer, officer]) page.vanish();
    await this.#say(null);
    await Promise.all([taxpayer.closed, officer.closed, way?.closed]);
  }

  async #say(call: object | null): Promise<void> {
    const state = call === null ? the.knex.raw(`state - 'call'`) : the.knex.raw(`state || ?::jsonb`, [JSON.stringify({ call })]);
    await the.knex('cases').where({ id: this.#talk.id }).update({ state });
  }

  async #join(callId: string, role: 'taxpayer' | 'officer'): Promise<Caller> {
    const page = await Caller.open(media);
    const personId = role === 'officer' ? this.#officerId : the.people.taxpayer;
    const token = await tokens.issue({ callId, caseId: this.#talk.id, regionId: 'region', personId, role, uses });
    const { routerRtpCapabilities } = await page.does('join', { token });
    await page.does('receive', { rtpCapabilities: routerRtpCapabilities as object });
    return page;
  }
}

const uses: MediaUse[] = ['microphone', 'camera'];

/** @returns the TCP connection on which the page would send, if it does */
async function send(page: Caller, overTcp: boolean): Promise<TcpWay | undefined> {
  const opened = await page.does('openTransport', { direction: 'send' });
  const way = overTcp ? await reachOverTcp(opened) : undefined;
  for (const use of uses) {
    const kind = use === 'microphone' ? 'audio' : 'video';
    await page.does('produce', { transportId: opened['id'], use, kind, rtpParameters: rtpParametersOf(kind, uses.indexOf(use) + 1) });
  }
  return way;
}

async function receive(page: Caller): Promise<void> {
  await page.does('openTransport', { direction: 'receive' });
  const sent = page.events.flatMap((message) => (message.event === 'sent' ? [message.data.producerId] : []));
  for (const producerId of new Set(sent)) {
    const { consumerId } = await page.does('consume', { producerId });
    await page.does('resumeConsumer', { consumerId });
  }
}

const lanes = 8;
/** Every so many calls ends with killed browsers. */
const vanishing = 5;

async function calls(count: number): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      const lane = await Lane.open();
      while (next < count) {
        next += 1;
        await lane.call(next % 2 === 0, next % vanishing === 0);
      }
    }),
  );
  await the.knex('chats').update({ held_by: null, waiting_since: null, waiting_rank: null });
  await untilNothing();
}

/** Bytes in use here, highest use of the worker, and open sockets of this process. */
async function sizes() {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { ru_maxrss: kilobytes } = await media.pool.next().worker.getResourceUsage();
  const sockets = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  return { heap: process.memoryUsage().heapUsed, worker: kilobytes * 1_024, sockets };
}

/** Of 500 calls; one that left a transport behind would leave more. */
const margin = { heap: 10 * megabyte, worker: 20 * megabyte, sockets: 4 };

describe('500 calls', () => {
  it('opened and closed leave nothing', async () => {
    await calls(20);
    const before = await sizes();
    await calls(500);
    const after = await sizes();
    expect(after.heap - before.heap).toBeLessThan(margin.heap);
    expect(after.worker - before.worker).toBeLessThan(margin.worker);
    // Connections to the database come and go.
    expect(after.sockets - before.sockets).toBeLessThanOrEqual(margin.sockets);
  }, 240_000);
});
