import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { createFolderStore, StorageAway, StorageFull, type FileStore } from '../../../runtime/file-store.ts';
import { readiness } from '../../../runtime/health.ts';
import { pdf } from '../../../tests/support/sample-files.ts';
import { tusClient } from '../../../tests/support/tus.ts';
import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';

type Person = Who & { id: string };
const codeOf = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;
const seen = (answer: Answer) => [answer.status, codeOf(answer)];

describe('how much one may upload', () => {
  const web = testWeb({ config: { rateFactor: 1 } });
  const { begin, uploaded, send } = tusClient(web);
  let owner: Person;
  let officer: Person;
  beforeAll(async () => {
    owner = await web.taxpayer('li-xue-whale');
    officer = await web.officer('agent1');
  });
  afterEach(async () => {
    await web.knex('settings').whereLike('key', 'upload.%').delete();
    await web.knex('uploads').delete();
    await web.knex('upload_begins').delete();
  });
  const set = (key: string, value: number) =>
    web.knex('settings').insert({ scope: 'region', scope_id: 'binhai', key, value: JSON.stringify(value) });

  it.each([
    ['upload.heldFiles', 2, 422, 'upload-held-full'],
    ['upload.heldBytes', 2 * pdf().length, 422, 'upload-held-full'],
    ['upload.dayFiles', 2, 429, 'upload-day-full'],
    ['upload.dayBytes', 2 * pdf().length, 429, 'upload-day-full'],
    ['upload.begunPerMinute', 2, 429, 'too-many-requests'],
  ])('is bounded by %s', async (key, value, status, code) => {
    await set(key, value);
    for (let i = 0; i < 2; i += 1) await uploaded(owner, 'a.pdf', pdf());
    const answer = await begin(owner, 'a.pdf', pdf().length);
    expect(seen(answer)).toEqual([status, code]);
    expect((answer.body['error'] as { sentence: string }).sentence).not.toContain('{{');
    expect(await web.knex('uploads')).toHaveLength(2);
  });

  it('counts what was handed in only for the day, and officers by no day', async () => {
    await set('upload.heldFiles', 1);
    await set('upload.dayFiles', 2);
    const take = () => web.knex('uploads').update({ case_id: randomUUID(), event_version: 1 });
    for (let i = 0; i < 2; i += 1) {
      await uploaded(owner, 'a.pdf', pdf());
      await take();
    }
    expect(seen(await begin(owner, 'a.pdf', 10))).toEqual([429, 'upload-day-full']);
    await web.knex('uploads').update({ created_at: new Date(Date.now() - 90_000_000) });
    expect((await begin(owner, 'a.pdf', 10)).status).toBe(201);
    for (let i = 0; i < 3; i += 1) {
      await uploaded(officer, 'a.pdf', pdf());
      await take();
    }
  });

  it('holds for uploads begun at the same moment', async () => {
    await set('upload.heldFiles', 3);
    const answers = await Promise.all(Array.from({ length: 12 }, () => begin(owner, 'a.pdf', 10)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
  });

  it('leaves nothing in the audit log before a case takes a file up', async () => {
    await uploaded(owner, 'a.pdf', pdf());
    expect(await web.knex('audit_log').where({ object_kind: 'upload' })).toEqual([]);
  });

  it('is what OPTIONS announces, and no more of the protocol', async () => {
    const { headers, status } = await send('OPTIONS', '/api/uploads', owner, {});
    expect(status).toBe(204);
    expect(headers.get('tus-max-size')).toBe(String(20 * 1_048_576));
    expect(headers.get('tus-extension')?.split(',')).toEqual(['creation', 'creation-with-upload', 'termination']);
  });

  it('bounds open 留言', async () => {
    const form = { centreId: 'binhai-1', typeId: 'binhai-invoice', text: '请问电子发票红冲以后如何重新开具?', reminder: 'none' };
    const other = await web.taxpayer('zhao-min');
    await web.knex('settings').insert({ scope: 'region', scope_id: 'binhai', key: 'message.maxOpen', value: '1' });
    await web.knex('cases').insert({
      id: randomUUID(),
      kind: 'message',
      number: 'x',
      region_id: 'binhai',
      centre_id: 'binhai-1',
      type_id: 'binhai-invoice',
      identity_id: other.id,
      status: 'submitted',
      version: 1,
      state: '{}',
      live: true,
      opened_at: new Date(),
      changed_at: new Date(),
    });
    const answer = await web.ask('PUT', `/api/messages/${randomUUID()}`, { as: other, body: form });
    expect(seen(answer)).toEqual([422, 'messages-too-many']);
    await web.knex('settings').where({ key: 'message.maxOpen' }).delete();
  });
});

/** Wraps a store; fails on demand. */
function failing(store: FileStore): FileStore & { failure: Error | null } {
  const failing = {
    ...store,
    failure: null as Error | null,
    check: (room?: number) => (failing.failure === null ? store.check(room) : Promise.reject(failing.failure)),
    putPiece: (id: string, piece: string, content: Buffer) =>
      failing.failure === null ? store.putPiece(id, piece, content) : Promise.reject(failing.failure),
  };
  return failing;
}

describe.each([
  ['full', new StorageFull('full'), 507, 'storage-full'],
  ['away', new StorageAway('away'), 503, 'files-unavailable'],
])('while the store is %s', (_, failure, status, code) => {
  let store: ReturnType<typeof failing>;
  const web = testWeb({ uploadStore: (folder) => (store = failing(createFolderStore(folder))) });
  const { begin, piece, uploaded } = tusClient(web);
  afterEach(async () => {
    store.failure = null;
    await web.knex('uploads').delete();
  });

  it('uploads say so, leave nothing that counts, and go through afterwards', async () => {
    const owner = await web.taxpayer('li-xue-whale');
    const address = (await begin(owner, 'a.pdf', pdf().length)).headers.get('location') ?? '';
    store.failure = failure;
    for (let i = 0; i < 60; i += 1) expect(seen(await begin(owner, 'a.pdf', pdf().length))).toEqual([status, code]);
    expect(seen(await piece(owner, address, 0, pdf()))).toEqual([status, code]);
    expect(await web.knex('uploads')).toEqual([]);
    store.failure = null;
    await uploaded(owner, 'a.pdf', pdf());
  });

  it('the process is ready, and says what is missing', async () => {
    store.failure = failure;
    const state = await readiness({
      database: { check: () => web.knex.raw('SELECT 1') },
      files: { check: () => store.check(), optional: true },
    });
    expect(state).toMatchObject({ ready: true, degraded: true, parts: { files: { ready: false }, database: { ready: true } } });
    const dead = await readiness({ database: { check: () => Promise.reject(new Error('gone')) } });
    expect(dead).toMatchObject({ ready: false, degraded: false });
  });
});

/** Only root may mount a disk; other users rely on the failing store above. */
const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

(mayMount ? describe : describe.skip)('a disk that is full', () => {
  const disk = mkdtempSync(path.join(tmpdir(), 'zhengna-disk-'));
  beforeAll(() => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
  });
  afterAll(() => {
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true });
  });

  it('is told from one that is not there, and no part of a piece stays', async () => {
    const store = createFolderStore(path.join(disk, 'files'));
    // A disk this small counts as full.
    await expect(store.check(1)).rejects.toBeInstanceOf(StorageFull);
    const id = randomUUID();
    await store.putPiece(id, randomUUID(), Buffer.alloc(1_000_000));
    writeFileSync(path.join(disk, 'filling'), Buffer.alloc(2_800_000));
    const late = randomUUID();
    await expect(store.putPiece(id, late, Buffer.alloc(1_000_000))).rejects.toBeInstanceOf(StorageFull);
    rmSync(path.join(disk, 'filling'));
    await store.putPiece(id, late, Buffer.alloc(1_000_000));
    await store.remove(id);
    rmSync(path.join(disk, 'files'), { recursive: true });
    await expect(store.check()).rejects.toBeInstanceOf(StorageAway);
  });
});
