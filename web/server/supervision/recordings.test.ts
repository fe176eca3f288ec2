/** Who reads the recordings of calls, and what is known of it. */
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { beginPart, beginRecording, storePart, sweepRecordings } from '../../../db/media/recordings.ts';
import { Conversation } from '../../../tests/support/conversation.ts';
import { codeOf, deskServer, type Ask, type DeskServer } from '../../../tests/support/desk-web.ts';
import { stage } from '../../../tests/support/stage.ts';
import type { CallRecordings } from '../../api/recordings.ts';

const the = stage();
/** Stands for a file; the store does not look into it. */
const content = '"12345"';
let server: DeskServer;
let supervisor: Ask;
let caseId: string;
let recordingId: string;
let partId: string;

beforeAll(async () => {
  server = await deskServer(the.knex, the.client, { taskQueue: the.taskQueue });
  supervisor = await server.officer(the.people.supervisor);
}, 60_000);
afterAll(() => server.close());
beforeEach(async () => {
  const talk = new Conversation(the);
  await talk.begin();
  caseId = talk.id;
  [recordingId, partId] = [randomUUID(), randomUUID()];
  await beginRecording(the.knex, { caseId, callId: randomUUID(), recordingId, days: 30 });
  await beginPart(the.knex, { id: partId, recordingId, serverId: randomUUID(), side: 'taxpayer', use: 'camera', offsetMs: 120 });
  await server.files.withNew(partId, async (file) => {
    await writeFile(file, content);
    await server.files.put(partId, file);
  });
  await storePart(the.knex, partId, { durationMs: 900, size: content.length });
});

const list = (who: Ask, id = caseId) => who<CallRecordings>('GET', `/api/supervision/cases/${id}/recordings`);
const open = (who: Ask, headers?: Record<string, string>, id = caseId) =>
  who('GET', `/api/supervision/cases/${id}/recordings/${recordingId}/parts/${partId}`, undefined, headers);
const opened = () => the.knex('audit_log').where({ action: 'open-recording', object_id: recordingId });
const someOfficer = async (row: object): Promise<Ask> => {
  const [made] = await the
    .knex('officers')
    .insert({ login: randomUUID(), name: 'x', password_hash: '-', region_id: 'region', ...row })
    .returning<{ id: string }[]>('id');
  return server.officer(made?.id ?? '');
};

describe('a recording', () => {
  it('is listed at its case, and played by a supervisor of its centre; each opening is audited', async () => {
    const { body } = await list(supervisor);
    expect(body.items).toMatchObject([
      { id: recordingId, incomplete: false, writing: false, deletedAt: null, parts: [{ id: partId, side: 'taxpayer', durationMs: 900 }] },
    ]);
    expect(await opened()).toEqual([]);
    // Whichever range comes first: nothing of it is seen without a row.
    expect((await open(supervisor, { range: 'bytes=1-3' })).status).toBe(206);
    expect(await opened()).toHaveLength(1);
    const whole = await open(supervisor);
    expect(whole).toMatchObject({ status: 200, body: '12345' });
    expect(whole.headers.get('content-type')).toBe('video/webm');
    const range = await open(supervisor, { range: 'bytes=1-3' });
    expect(range).toMatchObject({ status: 206, body: 123 });
    expect(range.headers.get('content-range')).toBe('bytes 1-3/7');
    expect(await opened()).toMatchObject([{ actor_id: the.people.supervisor, detail: { caseId, partId } }]);
  });

  it('is kept from everybody else', async () => {
    for (const who of [
      await server.officer(the.people.east[0]),
      await server.taxpayer(the.people.taxpayer),
      await someOfficer({ role: 'administrator' }),
    ])
      expect([(await list(who)).status, (await open(who)).status]).toEqual([403, 403]);
    const outsider = await someOfficer({ role: 'supervisor', centre_id: 'west' });
    expect([(await list(outsider)).status, (await open(outsider)).status]).toEqual([404, 404]);
    expect([(await list(server.stranger)).status, (await open(server.stranger)).status]).toEqual([401, 401]);
    expect(await opened()).toEqual([]);
  });

  it('is none of another case', async () => {
    const other = new Conversation(the);
    await other.begin();
    expect((await list(supervisor, other.id)).body.items).toEqual([]);
    expect((await open(supervisor, {}, other.id)).status).toBe(404);
  });

  it('is not played while it is written, when its file is gone, nor after its days; that there was one stays known', async () => {
    await the.knex('call_recording_parts').where({ id: partId }).update({ status: 'writing' });
    expect((await open(supervisor)).status).toBe(404);
    expect((await list(supervisor)).body.items).toMatchObject([{ writing: true, parts: [] }]);
    await storePart(the.knex, partId, { durationMs: 900, size: content.length });
    await server.files.remove(partId);
    expect(codeOf(await open(supervisor))).toBe('file-damaged');
    await the
      .knex('call_recordings')
      .where({ id: recordingId })
      .update({ keep_until: new Date(Date.now() - 1_000) });
    await sweepRecordings(the.knex, (id) => server.files.remove(id));
    expect((await open(supervisor)).status).toBe(404);
    expect((await list(supervisor)).body.items).toMatchObject([{ deletedAt: expect.any(String), parts: [] }]);
  });
});
