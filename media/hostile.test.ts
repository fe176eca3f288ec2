/** Pages that do what no page of ours does: they are refused or cut off, the worker lives, and the others go on. */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { MediaUse } from '../domain/call.ts';
import { Call, openTransport, produce } from '../tests/support/call.ts';
import { attend } from '../tests/support/conversation.ts';
import { Caller, dtlsParameters, rtpParametersOf, startMedia, workerLimitMs } from '../tests/support/media.ts';
import { stage } from '../tests/support/stage.ts';
import { mediaClose } from '../web/api/media-close.ts';
import { longestMediaMessage } from '../web/api/media.ts';
import type { MediaServer } from './server.ts';

const joinWithinMs = 1_000;
/** The WebSocket's own code for a message that is too long. */
const tooLong = 1_009;

let media: MediaServer;
// Before the stage takes its database away.
afterAll(() => media.stop());
const the = stage();
let call: Call;
let officer: Caller;
let pids: readonly number[];

const uses: MediaUse[] = ['microphone', 'camera', 'screen'];
const joined = (): Promise<Caller> => call.join('taxpayer', uses);

beforeAll(async () => {
  media = await startMedia(the, { limits: { joinWithinMs } });
  pids = media.pool.pids;
  await attend(the, the.people.east);
  // Longer than this file takes.
  call = await Call.agreed(the, media, uses, { awaySeconds: 600, connectSeconds: 600 });
  officer = await call.join('officer');
}, workerLimitMs);

/** The worker lives, and the other side of the same call can do what it could before. */
async function othersGoOn(): Promise<void> {
  expect(await produce(officer, 'microphone')).toMatchObject({ ok: true });
  expect(media.pool.pids).toEqual(pids);
}

const [fingerprint] = dtlsParameters.fingerprints;
const connecting = (dtls: object) => (page: Caller, transportId: string) =>
  void page.ask('connectTransport', { transportId, dtlsParameters: dtls });
const saying = (message: unknown) => (page: Caller) => page.raw(JSON.stringify(message));
const point = { x: 0.5, y: 0.5 };

describe('a page is cut off', () => {
  it.each<[string, number, (page: Caller, transportId: string) => void]>([
    ['what is not JSON', mediaClose.notUnderstood, (page) => page.raw('{')],
    ['bytes instead of text', mediaClose.notUnderstood, (page) => page.raw(Buffer.from('{}'))],
    ['a list', mediaClose.notUnderstood, saying([])],
    ['an unknown method', mediaClose.notUnderstood, saying({ id: 9, method: 'control', data: { key: 'Enter' } })],
    ['the name of a property of all objects', mediaClose.notUnderstood, saying({ id: 9, method: 'constructor', data: {} })],
    ['a request without an id', mediaClose.notUnderstood, saying({ method: 'restartIce', data: { transportId: randomUUID() } })],
    ['no fingerprint', mediaClose.notUnderstood, connecting({ ...dtlsParameters, fingerprints: [] })],
    ['nine fingerprints', mediaClose.notUnderstood, connecting({ ...dtlsParameters, fingerprints: Array(9).fill(fingerprint) })],
    ['10,000 fingerprints', tooLong, connecting({ ...dtlsParameters, fingerprints: Array(10_000).fill(fingerprint) })],
    ['an unknown algorithm', mediaClose.notUnderstood, connecting({ fingerprints: [{ algorithm: 'md5', value: fingerprint?.value }] })],
    ['a fingerprint of another length', mediaClose.notUnderstood, connecting({ fingerprints: [{ ...fingerprint, algorithm: 'sha-1' }] })],
    ['a fingerprint that is too short', mediaClose.notUnderstood, connecting({ fingerprints: [{ ...fingerprint, value: 'AB:CD' }] })],
    [
      'a fingerprint that is not hexadecimal',
      mediaClose.notUnderstood,
      connecting({ fingerprints: [{ ...fingerprint, value: fingerprint?.value.replace('AB', 'XY') }] }),
    ],
    ['an unknown role', mediaClose.notUnderstood, connecting({ ...dtlsParameters, role: 'both' })],
    ['no DTLS parameters', mediaClose.notUnderstood, connecting({})],
    [
      'a mark outside of the picture',
      mediaClose.notUnderstood,
      saying({ id: 9, method: 'mark', data: { shape: 'line', points: [{ x: 2, y: 0 }] } }),
    ],
    [
      'a mark of 201 points',
      mediaClose.notUnderstood,
      saying({ id: 9, method: 'mark', data: { shape: 'line', points: Array(201).fill(point) } }),
    ],
    ['a message that is too long', tooLong, (page) => page.raw(' '.repeat(longestMediaMessage + 1))],
    [
      'a thousand messages at once',
      mediaClose.notUnderstood,
      (page) => {
        for (let i = 0; i < 1_000; i += 1) void page.ask('receive', { rtpCapabilities: {} });
      },
    ],
  ])('for %s', async (_, code, misbehave) => {
    const page = await joined();
    misbehave(page, await openTransport(page, 'send'));
    expect(await page.closed).toBe(code);
    await othersGoOn();
  });

  it('when it does not join', async () => {
    const page = await Caller.open(media);
    expect(await page.closed).toBe(mediaClose.token);
  });
});

describe('a request is refused', () => {
  it('before the page has joined, and when it joins twice', async () => {
    const page = await Caller.open(media);
    expect(await page.ask('openTransport', { direction: 'send' })).toMatchObject({ ok: false, code: 'not-joined' });
    expect(await page.ask('join', { token: await call.token('taxpayer', uses) })).toMatchObject({ ok: true });
    expect(await page.ask('join', { token: await call.token('taxpayer', uses) })).toMatchObject({ ok: false, code: 'not-allowed' });
    expect(await page.closed).toBe(mediaClose.token);
    await othersGoOn();
  });

  it.each(['auto', 'client', 'server'])('when a transport is connected again, first as %s', async (role) => {
    const page = await joined();
    const transportId = await openTransport(page, 'send');
    const parameters = { transportId, dtlsParameters: { ...dtlsParameters, role } };
    expect(await officer.ask('connectTransport', parameters)).toMatchObject({ ok: false, code: 'unknown' });
    expect(await page.ask('connectTransport', parameters)).toMatchObject({ ok: true });
    expect(await page.ask('connectTransport', parameters)).toMatchObject({ ok: false, code: 'not-allowed' });
    page.close();
    await othersGoOn();
  });

  it.each([
    ['restartIce', (id: string) => ({ transportId: id })],
    ['pauseProducer', (id: string) => ({ producerId: id })],
    ['resumeProducer', (id: string) => ({ producerId: id })],
    ['consume', (id: string) => ({ producerId: id })],
    ['pauseConsumer', (id: string) => ({ consumerId: id })],
    ['resumeConsumer', (id: string) => ({ consumerId: id })],
  ])('%s of what is not one’s own, or not there', async (method, dataOf) => {
    const page = await joined();
    const own = await produce(page, 'camera');
    const theirs = await openTransport(officer, 'send');
    for (const id of [randomUUID(), theirs, own.ok && method === 'consume' ? String(own.data['producerId']) : randomUUID()])
      expect(await page.ask(method, dataOf(id))).toMatchObject({ ok: false, code: 'unknown' });
    page.close();
  });

  it('for capabilities that are none', async () => {
    const page = await joined();
    const sent = await produce(officer, 'microphone');
    if (!sent.ok) throw new Error(sent.code);
    await openTransport(page, 'receive');
    await page.does('receive', { rtpCapabilities: { codecs: 'all', headerExtensions: -1 } });
    const { producerId } = sent.data;
    expect(await page.ask('consume', { producerId })).toMatchObject({ ok: false, code: 'not-supported' });
    page.close();
    await othersGoOn();
  });
});

describe('RTP parameters that lie', () => {
  const audio = rtpParametersOf('audio', 5);
  const [opus] = audio.codecs;
  const sending = async (page: Caller, rtpParameters: object, use: MediaUse = 'microphone', kind = 'audio') =>
    page.ask('produce', { transportId: await openTransport(page, 'send'), use, kind, rtpParameters });

  it.each<[string, object]>([
    ['an unknown codec', { ...audio, codecs: [{ ...opus, mimeType: 'audio/unheard-of' }] }],
    ['a payload type twice', { ...audio, codecs: [opus, opus] }],
    ['an unknown header extension', { ...audio, headerExtensions: [{ uri: 'urn:unknown', id: 1 }] }],
  ])('are refused: %s', async (_, rtpParameters) => {
    const page = await joined();
    expect(await sending(page, rtpParameters)).toMatchObject({ ok: false, code: 'failed' });
    page.close();
    await othersGoOn();
  });

  it.each<[string, object]>([
    ['nothing', {}],
    ['a picture as sound', { ...rtpParametersOf('video', 5) }],
    ['a payload type that is none', { ...audio, codecs: [{ ...opus, payloadType: 128 }] }],
    ['a clock that runs backwards', { ...audio, codecs: [{ ...opus, clockRate: -1 }] }],
    ['no stream', { ...audio, encodings: [] }],
    ['1,000 streams', { ...audio, encodings: Array.from({ length: 1_000 }, (_, ssrc) => ({ ssrc })) }],
    ['a stream number that is none', { ...audio, encodings: [{ ssrc: 2 ** 32 }] }],
    ['words for lists', { ...audio, codecs: 'opus', encodings: 'one' }],
  ])('cut a page off: %s', async (_, rtpParameters) => {
    const page = await joined();
    void sending(page, rtpParameters);
    expect(await page.closed).toBe(mediaClose.notUnderstood);
    await othersGoOn();
  });

  it('are refused when they are of another kind than what is agreed to', async () => {
    const page = await joined();
    expect(await sending(page, rtpParametersOf('video', 5), 'microphone', 'video')).toMatchObject({ ok: false, code: 'not-allowed' });
    page.close();
  });

  it('whatever they are, the worker lives', async () => {
    const ssrc = fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(0, 1, 2 ** 32 - 1));
    const payloadType = fc.oneof(fc.integer({ min: 0, max: 127 }), fc.constant(111));
    const codec = fc.record(
      {
        mimeType: fc.constantFrom('audio/opus', 'audio/rtx', 'audio/red', 'audio/'),
        payloadType,
        clockRate: fc.constantFrom(0, 1, 48_000, 2 ** 32 - 1),
        channels: fc.constantFrom(1, 2, 8),
        parameters: fc.record({ apt: fc.oneof(payloadType, fc.string()) }, { requiredKeys: [] }),
      },
      { requiredKeys: ['mimeType', 'payloadType', 'clockRate'] },
    );
    const encoding = fc.record(
      { ssrc, rid: fc.string({ maxLength: 32 }), codecPayloadType: payloadType, rtx: fc.record({ ssrc }), scalabilityMode: fc.string() },
      { requiredKeys: [] },
    );
    const extension = fc.record({
      uri: fc.constantFrom('urn:ietf:params:rtp-hdrext:sdes:mid', 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', 'x'),
      id: fc.integer({ min: 1, max: 255 }),
    });
    const parameters = fc.record(
      {
        mid: fc.string({ maxLength: 32 }),
        codecs: fc.oneof(fc.array(codec, { minLength: 1, maxLength: 3 }), fc.constant(audio.codecs)),
        headerExtensions: fc.array(extension, { maxLength: 3 }),
        encodings: fc.array(encoding, { minLength: 1, maxLength: 4 }),
        rtcp: fc.record({ cname: fc.string({ maxLength: 200 }), reducedSize: fc.boolean() }, { requiredKeys: [] }),
      },
      { requiredKeys: ['codecs', 'encodings'] },
    );
    const page = await joined();
    await fc.assert(
      fc.asyncProperty(parameters, async (rtpParameters) => {
        const answer = await sending(page, rtpParameters);
        expect(answer.ok || answer.code === 'failed').toBe(true);
        expect(media.pool.pids).toEqual(pids);
        // Fewer than the messages a second that cut a page off.
        await new Promise((resolve) => setTimeout(resolve, 40));
      }),
      { numRuns: 100 },
    );
    page.close();
    await othersGoOn();
  });
});
