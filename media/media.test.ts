import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { MediaUse } from '../domain/call.ts';
import { Call, openTransport, produce } from '../tests/support/call.ts';
import { attend, nobodyAttends } from '../tests/support/conversation.ts';
import { Caller, dtlsParameters, mediaSecret, startMedia, workerLimitMs } from '../tests/support/media.ts';
import { done, eventually } from '../tests/support/message.ts';
import { stage } from '../tests/support/stage.ts';
import { mediaClose } from '../web/api/media-close.ts';
import { createLiveTickets } from '../web/server/live/tickets.ts';
import type { MediaServer } from './server.ts';
import { createMediaTokens } from './tokens.ts';

let media: MediaServer;
// Before the stage takes its database away.
afterAll(() => media.stop());
const the = stage();
const tokens = createMediaTokens(mediaSecret);
const turn = { urls: ['turn:127.0.0.1:9'], secret: 'shared with no relay' };

beforeAll(async () => {
  media = await startMedia(the, { turn });
}, workerLimitMs);
beforeEach(() => attend(the, the.people.east));
afterEach(async () => {
  await the.knex('chats').update({ held_by: null, waiting_since: null, waiting_rank: null });
  await nobodyAttends(the);
});

const agreed = (...uses: MediaUse[]): Promise<Call> => Call.agreed(the, media, uses);

describe('a token', () => {
  it('opens one connection, once', async () => {
    const call = await agreed('microphone');
    const token = await call.token('taxpayer');
    const first = await Caller.open(media);
    expect(await first.ask('join', { token })).toMatchObject({ ok: true });
    const second = await Caller.open(media);
    expect(await second.ask('join', { token })).toMatchObject({ ok: false, code: 'token-used' });
    expect(await second.closed).toBe(mediaClose.token);
    first.close();
  });

  it.each<[string, (call: Call, other: Call) => Promise<string>]>([
    ['expired', (call) => call.token('taxpayer', ['microphone'], Date.now() - 60_000)],
    ['forged', async (call) => createMediaTokens('another secret that is long enough!').issue(await call.rights('taxpayer', []))],
    [
      'of a call of another conversation',
      async (call, other) => tokens.issue({ ...(await call.rights('taxpayer', [])), caseId: other.talk.id }),
    ],
    [
      'for something else',
      async () => (await createLiveTickets(mediaSecret).issue({ kind: 'taxpayer', id: the.people.taxpayer, regionId: 'region' })).ticket,
    ],
    ['of a call that is over', async (_, other) => other.token('taxpayer')],
  ])('is refused when it is %s', async (_, tokenOf) => {
    const [call, other] = [await agreed('microphone'), await agreed('microphone')];
    done(await other.talk.asTaxpayer({ type: 'endCall', callId: other.callId }));
    const caller = await Caller.open(media);
    expect(await caller.ask('join', { token: await tokenOf(call, other) })).toMatchObject({ ok: false, code: 'token-invalid' });
    expect(await caller.closed).toBe(mediaClose.token);
  });
});

describe('what may be sent', () => {
  it('is what the taxpayer has agreed to', async () => {
    const call = await agreed('microphone');
    const taxpayer = await call.join('taxpayer', ['microphone']);
    expect(await produce(taxpayer, 'microphone')).toMatchObject({ ok: true });
    expect(await produce(taxpayer, 'camera')).toMatchObject({ ok: false, code: 'not-allowed' });
    taxpayer.close();
  });

  it('is never a screen of an officer, whatever the token says', async () => {
    const call = await agreed('microphone');
    const officer = await call.join('officer', ['microphone', 'camera', 'screen']);
    expect(await produce(officer, 'screen')).toMatchObject({ ok: false, code: 'not-allowed' });
    officer.close();
  });

  it('ends when the consent is narrowed', async () => {
    const call = await agreed('microphone', 'camera');
    const taxpayer = await call.join('taxpayer', ['microphone', 'camera']);
    const officer = await call.join('officer');
    expect(await produce(taxpayer, 'camera')).toMatchObject({ ok: true });
    done(await call.talk.asTaxpayer({ type: 'consentCall', callId: call.callId, uses: ['microphone'] }));
    await eventually(
      () => Promise.resolve(officer.events.map(({ event }) => event)),
      (events) => events.includes('sentClosed'),
    );
    expect(await produce(taxpayer, 'camera')).toMatchObject({ ok: false, code: 'not-allowed' });
    taxpayer.close();
    officer.close();
  });

  it('cannot be sent on what is not one’s own', async () => {
    const call = await agreed('microphone');
    const taxpayer = await call.join('taxpayer', ['microphone']);
    const officer = await call.join('officer');
    const transportId = await openTransport(taxpayer, 'send');
    expect(await officer.ask('connectTransport', { transportId, dtlsParameters })).toMatchObject({ ok: false, code: 'unknown' });
    expect(await taxpayer.ask('connectTransport', { transportId, dtlsParameters })).toMatchObject({ ok: true });
    expect(await taxpayer.ask('connectTransport', { transportId, dtlsParameters })).toMatchObject({ ok: false, code: 'not-allowed' });
    taxpayer.close();
    officer.close();
  });
});

describe('credentials of relays', () => {
  it('are given with each join and with each ICE restart', async () => {
    const call = await agreed('microphone');
    const taxpayer = await Caller.open(media);
    const { iceServers } = await taxpayer.does('join', { token: await call.token('taxpayer', ['microphone']) });
    const transportId = await openTransport(taxpayer, 'send');
    const again = await taxpayer.does('restartIce', { transportId });
    for (const given of [iceServers, again['iceServers']])
      expect(given).toEqual([{ urls: turn.urls, username: expect.any(String), credential: expect.any(String) }]);
    expect(again['iceServers']).not.toEqual(iceServers);
    taxpayer.close();
  });
});

describe('pointing', () => {
  it('is for the officer, at a screen that is shown', async () => {
    const call = await agreed('microphone', 'screen');
    const taxpayer = await call.join('taxpayer', ['microphone', 'screen']);
    const officer = await call.join('officer');
    const mark = { shape: 'point', points: [{ x: 0.5, y: 0.25 }] };
    expect(await officer.ask('mark', mark)).toMatchObject({ ok: false, code: 'not-allowed' });
    expect(await produce(taxpayer, 'screen')).toMatchObject({ ok: true });
    expect(await officer.ask('mark', mark)).toMatchObject({ ok: true });
    expect(await taxpayer.ask('mark', mark)).toMatchObject({ ok: false, code: 'not-allowed' });
    expect(taxpayer.events).toContainEqual({ event: 'marked', data: mark });
    taxpayer.close();
    officer.close();
  });

  it('is all that an officer can do to it: there is no message with which to control anything', async () => {
    const call = await agreed('microphone', 'screen');
    const officer = await call.join('officer');
    officer.raw(JSON.stringify({ id: 9, method: 'control', data: { key: 'Enter' } }));
    expect(await officer.closed).toBe(mediaClose.notUnderstood);
  });
});

describe('a room', () => {
  it('has one peer a side: who joins again replaces the earlier one', async () => {
    const call = await agreed('microphone');
    const first = await call.join('taxpayer', ['microphone']);
    const second = await call.join('taxpayer', ['microphone']);
    expect(await first.closed).toBe(mediaClose.replaced);
    expect((await call.room())?.peers).toHaveLength(1);
    second.close();
  });

  it('closes at both ends when the call is over, and leaves nothing', async () => {
    const call = await agreed('microphone');
    const [taxpayer, officer] = [await call.join('taxpayer', ['microphone']), await call.join('officer')];
    await produce(taxpayer, 'microphone');
    const room = await call.room();
    done(await call.talk.asTaxpayer({ type: 'endCall', callId: call.callId }));
    expect(await Promise.all([taxpayer.closed, officer.closed])).toEqual([mediaClose.over, mediaClose.over]);
    expect(room?.router.closed).toBe(true);
    expect(await call.room()).toBeUndefined();
    expect(await the.knex('media_rooms').where({ call_id: call.callId })).toEqual([]);
  });

  it('tells the workflow when a side stays away', async () => {
    const call = await agreed('microphone');
    const [taxpayer, officer] = [await call.join('taxpayer', ['microphone']), await call.join('officer')];
    taxpayer.close();
    expect(await officer.closed).toBe(mediaClose.over);
    expect(await call.talk.events()).toContain('call-ended');
  });

  it('moves when its worker dies, and its peers make new transports', async () => {
    const call = await agreed('microphone');
    const [taxpayer, officer] = [await call.join('taxpayer', ['microphone']), await call.join('officer')];
    const [dead] = media.pool.pids;
    if (dead === undefined) throw new Error('no worker');
    process.kill(dead, 'SIGKILL');
    for (const caller of [taxpayer, officer])
      await eventually(
        () => Promise.resolve(caller.events.map(({ event }) => event)),
        (events) => events.includes('moved'),
      );
    expect(media.pool.pids).not.toContain(dead);
    expect(await produce(taxpayer, 'microphone')).toMatchObject({ ok: true });
    taxpayer.close();
    officer.close();
  });

  it('is taken over by another process when its own is gone', async () => {
    const call = await agreed('microphone');
    await the.knex('media_rooms').insert({ call_id: call.callId, case_id: call.talk.id, server_id: randomUUID() });
    await eventually(
      () => call.room(),
      (room) => room !== undefined,
    );
    const row = await the.knex('media_rooms').where({ call_id: call.callId }).first<{ server_id: string } | undefined>();
    expect(row).toMatchObject({ server_id: media.id });
  });
});
