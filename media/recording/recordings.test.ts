import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { types } from 'mediasoup';

import { renewServer } from '../../db/media/places.ts';
import { beginPart, beginRecording, recordingsOf, sweepRecordings } from '../../db/media/recordings.ts';
import type { Call, CallRecording } from '../../domain/call.ts';
import { createFolderStore } from '../../runtime/file-store.ts';
import { Conversation } from '../../tests/support/conversation.ts';
import { workerLimitMs } from '../../tests/support/media.ts';
import { eventually } from '../../tests/support/message.ts';
import { framesOf, sampleFrames, SentStream } from '../../tests/support/sent-media.ts';
import { stage } from '../../tests/support/stage.ts';
import { findMediaWorker } from '../../stack/media-worker/find.ts';
import { codecs } from '../codecs.ts';
import { usualRecordingLimits, type RecordedRoom, type RecordingLimits } from './recorder.ts';
import { Recordings, type RecordingReport } from './recordings.ts';

const the = stage();
const folder = mkdtempSync(path.join(tmpdir(), 'zhengna-recordings-'));
const files = createFolderStore(folder);
const serverId = randomUUID();
const pictures = await sampleFrames('video');
const sounds = await sampleFrames('audio');
let worker: types.Worker;
let room: RecordedRoom & { caseId: string; callId: string; router: types.Router; sending: RecordedRoom['sending'][number][] };
let reports: RecordingReport[];

beforeAll(async () => {
  process.env['MEDIASOUP_WORKER_BIN'] = await findMediaWorker();
  worker = await (await import('mediasoup')).createWorker({ logLevel: 'none' });
  await renewServer(the.knex, { id: serverId, url: 'http://127.0.0.1:9' }, 60_000);
}, workerLimitMs);
afterAll(() => worker.close());
beforeEach(async () => {
  const talk = new Conversation(the);
  await talk.begin();
  room = { caseId: talk.id, callId: randomUUID(), router: await worker.createRouter({ mediaCodecs: codecs }), sending: [] };
  reports = [];
});

const recordings = (limits: Partial<RecordingLimits> = {}, store = files): Recordings =>
  new Recordings(
    {
      knex: the.knex,
      files: store,
      serverId,
      limits: { ...usualRecordingLimits, storeAgainAfter: [], ...limits },
      onTrouble: () => undefined,
    },
    (_, report) => reports.push(report),
  );
const callWith = (recording?: Partial<CallRecording>): Call => ({
  ...{ id: room.callId, way: 'video', stage: 'connected', askedBy: 'officer', uses: ['microphone', 'camera'], connectedAt: 0, clock: null },
  ...(recording && { recording: { id: randomUUID(), stage: 'consented', days: 30, begunAt: null, ...recording } }),
});
const sends = async (side: 'taxpayer' | 'officer', use: 'microphone' | 'camera'): Promise<SentStream> => {
  const stream = await SentStream.create(room.router, use === 'microphone' ? 'audio' : 'video', room.sending.length + 1);
  room.sending.push({ side, use, producer: stream.producer });
  return stream;
};
const stored = async () => (await recordingsOf(the.knex, room.caseId))[0];

describe('a recording', () => {
  it('is a playable file of each stream that was sent, byte for byte, stored when it is stopped', async () => {
    const written = recordings();
    const call = callWith({});
    const [camera, microphone] = [await sends('taxpayer', 'camera'), await sends('officer', 'microphone')];
    await written.look(room, call);
    await Promise.all([camera.send(pictures), microphone.send(sounds)]);
    await eventually(
      () => Promise.resolve(reports),
      (all) => all.length > 0,
    );
    await written.look(room, callWith());
    await written.stop();
    expect(reports).toEqual([{ type: 'beginRecording', callId: call.id, recordingId: call.recording?.id }]);
    const recording = await stored();
    expect(recording).toMatchObject({ id: call.recording?.id, incomplete: false, writing: false });
    const parts = new Map(recording?.parts.map((part) => [part.use, part]));
    expect(parts.get('camera')).toMatchObject({ side: 'taxpayer' });
    expect(parts.get('microphone')).toMatchObject({ side: 'officer' });
    for (const [use, kind, sent] of [
      ['camera', 'video', pictures],
      ['microphone', 'audio', sounds],
    ] as const) {
      const { id = '', duration_ms: duration = 0, size = 0 } = parts.get(use) ?? {};
      const back = await framesOf(path.join(folder, id), kind);
      expect(back.map(({ data }) => data.toString('base64'))).toEqual(sent.map(({ data }) => data.toString('base64')));
      expect(back[0]).toMatchObject({ seconds: 0, key: true });
      expect(Math.abs(duration - ((sent.at(-1)?.seconds ?? 0) - (sent[0]?.seconds ?? 0)) * 1_000)).toBeLessThan(50);
      expect(size).toBe((await files.stat(id))?.size);
    }
    expect((await readdir(folder)).filter((name) => name.endsWith('.pieces'))).toEqual([]);
  }, 30_000);

  it('is not begun before the consent', async () => {
    const written = recordings();
    await sends('taxpayer', 'camera');
    await written.look(room, callWith());
    await written.look(room, callWith({ stage: 'asked' }));
    expect(await stored()).toBeUndefined();
    expect((await room.router.dump()).mapProducerIdConsumerIds).toMatchObject([{ values: [] }]);
  });

  it('goes on in another file when a stream begins again, and knows when that was', async () => {
    const written = recordings();
    const call = callWith({});
    const first = await sends('taxpayer', 'camera');
    await written.look(room, call);
    await first.send(pictures.slice(0, 5));
    first.producer.close();
    room.sending = [];
    const second = await sends('taxpayer', 'camera');
    await written.look(room, call);
    await second.send(pictures.slice(0, 5));
    written.end(call.id);
    await written.stop();
    const parts = (await stored())?.parts ?? [];
    expect(parts).toHaveLength(2);
    expect((parts[1]?.offset_ms ?? 0) - (parts[0]?.offset_ms ?? 0)).toBeGreaterThan(300);
  }, 30_000);

  it('is written in files of some minutes, each stored while the next one is written, and no frame is lost between them', async () => {
    const length = (pictures.at(-1)?.seconds ?? 0) + 0.04;
    const sent = [0, 1, 2].flatMap((round) => pictures.map((frame) => ({ ...frame, seconds: frame.seconds + round * length })));
    const storing: string[] = [];
    const slow = {
      ...files,
      put: async (id: string, from: string) => {
        storing.push(id);
        await new Promise((resolve) => setTimeout(resolve, 500));
        await files.put(id, from);
      },
    };
    const written = recordings({ longestPart: length * 600 }, slow);
    const call = callWith({});
    const camera = await sends('taxpayer', 'camera');
    await written.look(room, call);
    await camera.send(sent);
    expect(storing.length).toBeGreaterThan(0);
    written.end(call.id);
    await written.stop();
    const parts = (await stored())?.parts ?? [];
    expect(parts).toHaveLength(3);
    const back = await Promise.all(parts.map(({ id }) => framesOf(path.join(folder, id), 'video')));
    expect(back.map(([first]) => first)).toMatchObject(Array.from({ length: 3 }, () => ({ seconds: 0, key: true })));
    expect(back.flat().map(({ data }) => data.toString('base64'))).toEqual(sent.map(({ data }) => data.toString('base64')));
    for (const [at, part] of parts.entries())
      expect(Math.abs(part.offset_ms - (parts[0]?.offset_ms ?? 0) - at * length * 1_000)).toBeLessThan(50);
  }, 30_000);

  it('keeps what was written when its worker dies', async () => {
    const written = recordings();
    const own = await (await import('mediasoup')).createWorker({ logLevel: 'none' });
    room.router = await own.createRouter({ mediaCodecs: codecs });
    const call = callWith({});
    const camera = await sends('taxpayer', 'camera');
    await written.look(room, call);
    await camera.send(pictures.slice(0, 8));
    await eventually(
      () => Promise.resolve(reports),
      (all) => all.length > 0,
    );
    process.kill(own.pid, 'SIGKILL');
    const recording = await eventually(stored, (found) => found?.parts.length === 1);
    expect(recording?.incomplete).toBe(false);
    expect(reports.map(({ type }) => type)).toEqual(['beginRecording']);
  }, 30_000);

  it('is told as failed, once, when a file cannot be stored', async () => {
    const written = recordings({}, { ...files, put: () => Promise.reject(new Error('no store')) });
    const call = callWith({});
    const camera = await sends('taxpayer', 'camera');
    await written.look(room, call);
    await camera.send(pictures.slice(0, 5));
    written.end(call.id);
    await written.stop();
    expect(reports.map(({ type }) => type)).toEqual(['beginRecording', 'endRecording']);
    expect(reports[1]).toMatchObject({ by: 'failed' });
    expect(await stored()).toMatchObject({ incomplete: true, parts: [], writing: false });
  }, 30_000);

  it('is not begun without room on the disk', async () => {
    const written = recordings({}, { ...files, check: () => Promise.reject(new Error('full')) });
    await sends('taxpayer', 'camera');
    await written.look(room, callWith({}));
    expect(reports).toMatchObject([{ type: 'endRecording', by: 'failed' }]);
  });

  it('of which the process is gone is told as failed, and incomplete', async () => {
    const { caseId, callId } = room;
    const recordingId = randomUUID();
    await beginRecording(the.knex, { caseId, callId, recordingId, days: 30 });
    await beginPart(the.knex, { id: randomUUID(), recordingId, serverId: randomUUID(), side: 'officer', use: 'camera', offsetMs: 0 });
    const written = recordings();
    await written.tellLost();
    await written.tellLost();
    expect(reports).toEqual([{ type: 'endRecording', callId, recordingId, by: 'failed' }]);
    expect(await stored()).toMatchObject({ incomplete: true, parts: [], writing: false });
  });

  it.each<[string, Partial<RecordingLimits>]>([
    ['long', { longest: -1 }],
    ['large', { bytes: -1 }],
  ])('that is too %s ends', async (_, limits) => {
    const written = recordings(limits);
    await written.look(room, callWith({}));
    await written.look(room, callWith({}));
    expect(reports[0]).toMatchObject({ type: 'endRecording', by: 'limit' });
  });

  it('is deleted with its files when its days are over, and that is in the audit log', async () => {
    const written = recordings();
    const call = callWith({});
    const camera = await sends('taxpayer', 'camera');
    await written.look(room, call);
    await camera.send(pictures.slice(0, 3));
    written.end(call.id);
    await written.stop();
    const id = (await stored())?.parts[0]?.id ?? '';
    expect(await files.stat(id)).not.toBeNull();
    expect(await sweepRecordings(the.knex, (each) => files.remove(each))).toBe(0);
    await the
      .knex('call_recordings')
      .where({ id: call.recording?.id })
      .update({ keep_until: new Date(Date.now() - 1_000) });
    expect(await sweepRecordings(the.knex, (each) => files.remove(each))).toBe(1);
    expect(await files.stat(id)).toBeNull();
    expect(await stored()).toMatchObject({ deleted_at: expect.any(Date), parts: [] });
    const log = await the.knex('audit_log').where({ action: 'delete-recording', object_id: call.recording?.id });
    expect(log).toMatchObject([{ actor_kind: 'system', detail: { caseId: room.caseId } }]);
  }, 30_000);
});
