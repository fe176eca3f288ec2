import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { MediaUse } from '../domain/call.ts';
import { attend, Conversation, nobodyAttends } from '../tests/support/conversation.ts';
import { Caller, dtlsParameters, mediaSecret, rtpParametersOf, startMedia, workerLimitMs } from '../tests/support/media.ts';
import { done, eventually } from '../tests/support/message.ts';
import { stage } from '../tests/support/stage.ts';
import { mediaClose } from '../web/api/media-close.ts';
import type { MediaServer } from './server.ts';
import { createMediaTokens, type MediaRights } from './tokens.ts';

let media: MediaServer;
// Before the stage takes its database away.
afterAll(() => media.stop());
const the = stage();
const tokens = createMediaTokens(mediaSecret);

beforeAll(async () => {
  media = await startMedia(the);
}, workerLimitMs);
beforeEach(() => attend(the, the.people.east));
afterEach(async () => {
  await the.knex('chats').update({ held_by: null, waiting_since: null, waiting_rank: null });
  await nobodyAttends(the);
});

/** A conversation with a call that the taxpayer has agreed to. */
class Call {
  readonly talk = new Conversation(the);
  readonly callId = randomUUID();

  static async agreed(...uses: MediaUse[]): Promise<Call> {
    const call = new Call();
    await call.talk.connect({ awaySeconds: 2 });
    done(await call.talk.asHolder({ type: 'inviteCall', callId: call.callId, way: 'video' }));
    done(await call.talk.asTaxpayer({ type: 'consentCall', callId: call.callId, uses }));
    return call;
  }

  async rights(role: MediaRights['role'], uses: MediaUse[]): Promise<MediaRights> {
    const personId = role === 'officer' ? await this.talk.holder() : the.people.taxpayer;
    return { callId: this.callId, caseId: this.talk.id, regionId: 'region', personId, role, uses };
  }

  async token(role: MediaRights['role'], uses: MediaUse[] = ['microphone', 'camera'], now?: number): Promise<string> {
    return tokens.issue(await this.rights(role, uses), now);
  }

  async join(role: MediaRights['role'], uses?: MediaUse[]): Promise<Caller> {
    const caller = await Caller.open(media);
    const { routerRtpCapabilities } = await caller.does('join', { token: await this.token(role, uses) });
    await caller.does('receive', { rtpCapabilities: routerRtpCapabilities as object });
    return caller;
  }

  async room() {
    return (await media.rooms.all()).find(({ callId }) => callId === this.callId);
  }
}

const transport = async (caller: Caller, direction: 'send' | 'receive'): Promise<string> =>
  (await caller.does('openTransport', { direction }))['id'] as string;
const produce = async (caller: Caller, use: MediaUse, ssrc = 1_000) => {
  const kind = use === 'microphone' ? 'audio' : 'video';
  return caller.ask('produce', { transportId: await transport(caller, 'send'), use, kind, rtpParameters: rtpParametersOf(kind, ssrc) });
};

describe('a token', () => {
  it('opens one connection, once', async () => {
    const call = await Call.agreed('microphone');
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
    ['of a call that is over', async (_, other) => other.token('taxpayer')],
  ])('is refused when it is %s', async (_, tokenOf) => {
    const [call, other] = [await Call.agreed('microphone'), await Call.agreed('microphone')];
    done(await other.talk.asTaxpayer({ type: 'endCall', callId: other.callId }));
    const caller = await Caller.open(media);
    expect(await caller.ask('join', { token: await tokenOf(call, other) })).toMatchObject({ ok: false, code: 'token-invalid' });
    expect(await caller.closed).toBe(mediaClose.token);
  });
});

describe('what may be sent', () => {
  it('is what the taxpayer has agreed to', async () => {
    const call = await Call.agreed('microphone');
    const taxpayer = await call.join('taxpayer', ['microphone']);
    expect(await produce(taxpayer, 'microphone')).toMatchObject({ ok: true });
    expect(await produce(taxpayer, 'camera')).toMatchObject({ ok: false, code: 'not-allowed' });
    taxpayer.close();
  });

  it('is never a screen of an officer, whatever the token says', async () => {
    const call = await Call.agreed('microphone');
    const officer = await call.join('officer', ['microphone', 'camera', 'screen']);
    expect(await produce(officer, 'screen')).toMatchObject({ ok: false, code: 'not-allowed' });
    officer.close();
  });

  it('ends when the consent is narrowed', async () => {
    const call = await Call.agreed('microphone', 'camera');
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
    const call = await Call.agreed('microphone');
    const taxpayer = await call.join('taxpayer', ['microphone']);
    const officer = await call.join('officer');
    const transportId = await transport(taxpayer, 'send');
    expect(await officer.ask('connectTransport', { transportId, dtlsParameters })).toMatchObject({ ok: false, code: 'unknown' });
    expect(await taxpayer.ask('connectTransport', { transportId, dtlsParameters })).toMatchObject({ ok: true });
    expect(await taxpayer.ask('connectTransport', { transportId, dtlsParameters })).toMatchObject({ ok: false, code: 'not-allowed' });
    taxpayer.close();
    officer.close();
  });
});

describe('pointing', () => {
  it('is for the officer, at a screen that is shown', async () => {
    const call = await Call.agreed('microphone', 'screen');
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
    const call = await Call.agreed('microphone', 'screen');
    const officer = await call.join('officer');
    officer.raw(JSON.stringify({ id: 9, method: 'control', data: { key: 'Enter' } }));
    expect(await officer.closed).toBe(mediaClose.notUnderstood);
  });
});

describe('a page that misbehaves is cut off, and the others go on', () => {
  const rows: [string, (caller: Caller, transportId: string) => void][] = [
    ['not JSON', (caller) => caller.raw('{')],
    ['no fingerprint', (caller, transportId) => void caller.ask('connectTransport', { transportId, dtlsParameters: { fingerprints: [] } })],
    [
      'a fingerprint of the wrong length',
      (caller, transportId) =>
        void caller.ask('connectTransport', { transportId, dtlsParameters: { fingerprints: [{ algorithm: 'sha-256', value: 'AB:CD' }] } }),
    ],
    [
      'an unknown algorithm',
      (caller, transportId) =>
        void caller.ask('connectTransport', { transportId, dtlsParameters: { fingerprints: [{ algorithm: 'md5', value: 'AB' }] } }),
    ],
    ['a message that is too long', (caller) => caller.raw(JSON.stringify({ id: 1, method: 'join', data: { token: 'x'.repeat(100_000) } }))],
    [
      'a thousand messages at once',
      (caller) => {
        for (let i = 0; i < 1_000; i += 1) void caller.ask('receive', { rtpCapabilities: {} });
      },
    ],
  ];
  it.each(rows)('%s', async (_, misbehave) => {
    const call = await Call.agreed('microphone');
    const [worker] = media.pool.pids;
    const officer = await call.join('officer');
    const taxpayer = await call.join('taxpayer', ['microphone']);
    misbehave(taxpayer, await transport(taxpayer, 'send'));
    expect([1_006, 1_008, 1_009]).toContain(await taxpayer.closed);
    expect(await produce(officer, 'microphone')).toMatchObject({ ok: true });
    expect(media.pool.pids).toEqual([worker]);
    officer.close();
  });

  it('RTP parameters that lie are refused', async () => {
    const call = await Call.agreed('microphone');
    const taxpayer = await call.join('taxpayer', ['microphone']);
    const lie = { ...rtpParametersOf('audio', 5), codecs: [{ mimeType: 'audio/unheard-of', payloadType: 5, clockRate: 1 }] };
    const transportId = await transport(taxpayer, 'send');
    expect(await taxpayer.ask('produce', { transportId, use: 'microphone', kind: 'audio', rtpParameters: lie })).toMatchObject({
      ok: false,
      code: 'failed',
    });
    taxpayer.close();
  });
});

describe('a room', () => {
  it('has one peer a side: who joins again replaces the earlier one', async () => {
    const call = await Call.agreed('microphone');
    const first = await call.join('taxpayer', ['microphone']);
    const second = await call.join('taxpayer', ['microphone']);
    expect(await first.closed).toBe(mediaClose.replaced);
    expect((await call.room())?.peers).toHaveLength(1);
    second.close();
  });

  it('closes at both ends when the call is over, and leaves nothing', async () => {
    const call = await Call.agreed('microphone');
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
    const call = await Call.agreed('microphone');
    const [taxpayer, officer] = [await call.join('taxpayer', ['microphone']), await call.join('officer')];
    taxpayer.close();
    expect(await officer.closed).toBe(mediaClose.over);
    expect(await call.talk.events()).toContain('call-ended');
  });

  it('moves when its worker dies, and its peers make new transports', async () => {
    const call = await Call.agreed('microphone');
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
    const call = await Call.agreed('microphone');
    await the.knex('media_rooms').insert({ call_id: call.callId, case_id: call.talk.id, server_id: randomUUID() });
    await eventually(
      () => call.room(),
      (room) => room !== undefined,
    );
    const row = await the.knex('media_rooms').where({ call_id: call.callId }).first<{ server_id: string } | undefined>();
    expect(row).toMatchObject({ server_id: media.id });
  });
});
