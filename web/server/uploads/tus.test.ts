import { createHash, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { sweepUnadopted } from '../../../db/contents.ts';
import { createBucketStore } from '../../../runtime/object-store.ts';
import { StorageAway } from '../../../runtime/file-store.ts';
import { bucketPlace, localPlace, type FilePlace } from '../../../tests/support/file-places.ts';
import { startS3Server } from '../../../tests/support/s3-server.ts';
import { exe, pdf, png } from '../../../tests/support/sample-files.ts';
import { idOf, tusClient } from '../../../tests/support/tus.ts';
import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import { createSweeps } from '../../../workers/sweeps.ts';

type Person = Who & { id: string };
const codeOf = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;
const bucket = bucketPlace();
const dayAgo = () => new Date(Date.now() - 86_400_000);

describe.each<[string, FilePlace]>([
  ['a folder', localPlace()],
  ['a bucket', bucket],
])('in %s', (_place, place) => {
  const web = testWeb({ uploadStore: place.store });
  const { send, begin, piece, uploaded } = tusClient(web);
  let owner: Person;
  let other: Person;
  let mountain: Person;
  let officer: Person;
  beforeAll(async () => {
    owner = await web.taxpayer('li-xue-whale');
    other = await web.taxpayer('zhao-min');
    mountain = await web.taxpayer('liu-yang-tea');
    officer = await web.officer('agent1');
  });
  const row = (address: string) =>
    web
      .knex('uploads')
      .where({ id: idOf(address) })
      .first<Record<string, unknown> | undefined>();
  const age = (address: string) =>
    web
      .knex('uploads')
      .where({ id: idOf(address) })
      .update({ created_at: new Date(Date.now() - 90_000_000) });

  /** State of an upload whose process died after the last byte arrived. */
  const leaveComplete = async (address: string, content: Buffer): Promise<void> => {
    const piece = randomUUID();
    await web.deps.uploads.putPiece(idOf(address), piece, content);
    await web
      .knex('uploads')
      .where({ id: idOf(address) })
      .update({ received: content.length, pieces: [piece] });
  };

  describe('an upload', () => {
    it('is kept with its name, type and hash when it is complete, for taxpayers and officers', async () => {
      for (const person of [owner, officer]) {
        const address = await uploaded(person, 'C:\\资料\\营业执照.PDF', pdf());
        expect(await row(address)).toMatchObject({
          name: '营业执照.PDF',
          status: 'ready',
          media_type: 'application/pdf',
          author_id: person.id,
          sha256: expect.stringMatching(/^[\da-f]{64}$/),
        });
      }
    });

    it.each([10_000, 6_000_000, 11_000_000])('of %d bytes goes on where it was interrupted', async (size) => {
      const content = pdf(size);
      const half = size / 2;
      const address = (await begin(owner, 'a.pdf', content.length)).headers.get('location') ?? '';
      await piece(owner, address, 0, content.subarray(0, half));
      const asked = await send('HEAD', address, owner, {});
      expect(asked.headers.get('upload-offset')).toBe(String(half));
      expect((await piece(owner, address, 0, content)).status).toBe(409);
      expect((await piece(owner, address, half, content.subarray(half))).status).toBe(204);
      expect(await row(address)).toMatchObject({ status: 'ready', sha256: createHash('sha256').update(content).digest('hex') });
      expect((await web.deps.uploads.stat(idOf(address)))?.size).toBe(content.length);
    });

    it('keeps what came before the line broke', async () => {
      const content = pdf(2_000_000);
      const address = (await begin(owner, 'a.pdf', content.length)).headers.get('location') ?? '';
      const { id: _, ...who } = owner;
      const breaking = request(web.origin + address, {
        method: 'PATCH',
        headers: {
          'tus-resumable': '1.0.0',
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
          'content-length': String(content.length),
          ...who,
        },
      });
      breaking.on('error', () => undefined);
      breaking.write(content.subarray(0, 1_000_000));
      await sleep(500);
      breaking.destroy();
      let offset = 0;
      for (let tries = 0; offset === 0 && tries < 50; tries += 1) {
        offset = Number((await send('HEAD', address, owner, {})).headers.get('upload-offset') ?? 0);
        await sleep(100);
      }
      expect(offset).toBe(1_000_000);
      expect((await piece(owner, address, offset, content.subarray(offset))).status).toBe(204);
      expect(await row(address)).toMatchObject({ status: 'ready', sha256: createHash('sha256').update(content).digest('hex') });
    });

    it('is finished when asked for, should the process have died after its last byte', async () => {
      const address = (await begin(owner, 'a.png', png().length)).headers.get('location') ?? '';
      await leaveComplete(address, png());
      expect(await web.deps.uploads.stat(idOf(address))).toBeNull();
      const asked = await send('HEAD', address, owner, {});
      expect([asked.status, asked.headers.get('upload-offset')]).toEqual([200, String(png().length)]);
      expect(await row(address)).toMatchObject({ status: 'ready' });
      expect(await place.kept(idOf(address))).toEqual([idOf(address)]);
    });

    it('can be given up, but not once a case has it', async () => {
      const address = await uploaded(owner, 'a.png', png());
      expect((await send('DELETE', address, owner, {})).status).toBe(204);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await row(address)).toBeUndefined();
      expect(await place.kept(idOf(address))).toEqual([]);
      const unfinished = (await begin(owner, 'a.pdf', 6_000_000)).headers.get('location') ?? '';
      await piece(owner, unfinished, 0, pdf(6_000_000).subarray(0, 5_500_000));
      expect(await place.kept(idOf(unfinished))).not.toEqual([]);
      expect((await send('DELETE', unfinished, owner, {})).status).toBe(204);
      expect(await place.kept(idOf(unfinished))).toEqual([]);
      const adopted = await uploaded(owner, 'a.png', png());
      await web
        .knex('uploads')
        .where({ id: idOf(adopted) })
        .update({ case_id: randomUUID(), event_version: 1 });
      expect((await send('DELETE', adopted, owner, {})).status).toBe(403);
    });

    it.each<[string, string, number, number, string]>([
      ['an ending that is not taken', 'a.exe', 10, 415, 'upload-type-refused'],
      ['no ending', 'pdf', 10, 415, 'upload-type-refused'],
      ['no name', '', 10, 415, 'upload-type-refused'],
      ['0 bytes', 'a.pdf', 0, 422, 'upload-empty'],
      ['20 MB and 1 byte', 'a.pdf', 20 * 1_048_576 + 1, 413, 'upload-too-large'],
    ])('is refused with %s', async (_, name, size, status, code) => {
      const answer = await begin(owner, name, size);
      expect([answer.status, codeOf(answer)]).toEqual([status, code]);
      expect(answer.headers.get('location')).toBeNull();
    });

    it('may be as large as the region says, and the refusal says how large', async () => {
      expect((await begin(owner, 'a.pdf', 20 * 1_048_576)).status).toBe(201);
      const { body } = await begin(mountain, 'a.pdf', 10 * 1_048_576 + 1);
      expect(body['error']).toMatchObject({
        code: 'upload-too-large',
        details: { limit: '10' },
        sentence: expect.stringContaining('10 MB'),
      });
    });

    it('has a name of at most 200 characters, with its ending', async () => {
      const { headers } = await begin(owner, `../../${'长'.repeat(300)}.pdf`, 10);
      const name = String((await row(headers.get('location') ?? ''))?.['name']);
      expect(Array.from(name)).toHaveLength(200);
      expect(name.endsWith('.pdf')).toBe(true);
    });

    it('is refused when the content is not of the ending, and its file is gone', async () => {
      const content = exe();
      const address = (await begin(owner, 'invoice.pdf', content.length)).headers.get('location') ?? '';
      const answer = await piece(owner, address, 0, content);
      expect([answer.status, codeOf(answer)]).toEqual([415, 'upload-content-refused']);
      expect(await row(address)).toMatchObject({ status: 'refused' });
      expect(await place.kept(idOf(address))).toEqual([]);
      expect((await send('HEAD', address, owner, {})).status).toBe(404);
    });

    it('does not exist for others, by any method, nor can it be read by this protocol', async () => {
      const address = await uploaded(owner, 'a.png', png());
      for (const method of ['HEAD', 'DELETE']) expect((await send(method, address, other, {})).status).toBe(404);
      expect((await piece(other, address, 0, png())).status).toBe(404);
      expect((await send('GET', address, owner, {})).status).toBe(404);
      expect((await send('HEAD', '/api/uploads/..%2f..%2fetc%2fpasswd', owner, {})).status).toBe(404);
      expect((await begin({}, 'a.png', 10)).status).toBe(401);
      expect((await begin({ ...officer, origin: 'https://elsewhere.example' }, 'a.png', 10)).status).toBe(403);
    });

    it('is refused when too many of a person wait to be handed in', async () => {
      const many = await web.taxpayer('wang-lihua-haiyan');
      const rows = Array.from({ length: 50 }, () => ({
        id: randomUUID(),
        author_kind: 'taxpayer',
        author_id: many.id,
        region_id: 'binhai',
        name: 'a.png',
        size: 1,
        status: 'ready',
      }));
      await web.knex('uploads').insert(rows);
      const answer = await begin(many, 'a.png', 10);
      expect([answer.status, codeOf(answer)]).toEqual([422, 'upload-held-full']);
    });

    it('without a length announced is refused', async () => {
      const answer = await send('POST', '/api/uploads', owner, {
        'upload-defer-length': '1',
        'upload-metadata': `filename ${Buffer.from('a.pdf').toString('base64')}`,
      });
      expect(answer.status).toBe(400);
    });

    it('that no case took up is swept with its file', async () => {
      const address = await uploaded(other, 'old.png', png());
      const fresh = await uploaded(other, 'fresh.png', png());
      const unfinished = (await begin(other, 'old.pdf', 100)).headers.get('location') ?? '';
      await piece(other, unfinished, 0, pdf().subarray(0, 10));
      for (const old of [address, unfinished]) await age(old);
      await web.knex('texts').insert({
        id: randomUUID(),
        author_kind: 'taxpayer',
        author_id: other.id,
        case_id: randomUUID(),
        body: 'x',
        created_at: new Date(Date.now() - 90_000_000),
      });
      const sweeps = createSweeps(web.knex, place.remove);
      expect(await sweeps.unadopted(() => undefined)).toBe(3);
      for (const old of [address, unfinished]) {
        expect(await row(old)).toBeUndefined();
        expect(await place.kept(idOf(old))).toEqual([]);
      }
      expect((await web.deps.uploads.stat(idOf(fresh)))?.size).toBe(png().length);
      // Removing a removed file succeeds.
      await place.remove(idOf(address));
      await web.deps.uploads.remove(idOf(address));
    });
  });

  describe('a sweep', () => {
    it('goes on when one file cannot be removed, and tries that one again later', async () => {
      const [stuck, removable] = [await uploaded(other, 'old.png', png()), await uploaded(other, 'older.png', png())];
      for (const old of [stuck, removable]) await age(old);
      const partly = (id: string) => (id === idOf(stuck) ? Promise.reject(new Error('away')) : place.remove(id));
      expect(await sweepUnadopted(web.knex, dayAgo(), partly)).toBe(1);
      expect([await row(removable), await row(stuck)]).toMatchObject([undefined, { removal_attempts: 1, removal_error: 'away' }]);
      // Not before its pause has passed.
      expect(await sweepUnadopted(web.knex, dayAgo(), place.remove)).toBe(0);
      await web
        .knex('uploads')
        .where({ id: idOf(stuck) })
        .update({ removal_due_at: new Date() });
      expect(await sweepUnadopted(web.knex, dayAgo(), place.remove)).toBe(1);
      expect(await place.kept(idOf(stuck))).toEqual([]);
    });
  });

  describe('a file', () => {
    const link = (address: string, as: Person = owner) =>
      web.deps.fileLink(idOf(address), { kind: 'taxpayer', id: as.id, regionId: 'binhai' });

    it('opens by its link with a safe type, in place or to be saved', async () => {
      const address = await uploaded(owner, '营业执照 "副本".pdf', pdf());
      const opened = await fetch(web.origin + link(address));
      expect(opened.status).toBe(200);
      expect(Buffer.from(await opened.arrayBuffer())).toEqual(pdf());
      expect(Object.fromEntries(opened.headers)).toMatchObject({
        'content-type': 'application/pdf',
        'x-content-type-options': 'nosniff',
        'content-disposition': expect.stringMatching(/^inline; filename="____ .*"; filename\*=UTF-8''%E8%90%A5/),
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
      const saved = await fetch(`${web.origin}${link(address)}&download=1`, { method: 'HEAD' });
      expect(saved.headers.get('content-disposition')).toMatch(/^attachment/);
      expect(saved.headers.get('content-length')).toBe(String(pdf().length));
    });

    it('is only saved when a browser should not act upon it', async () => {
      const address = await uploaded(owner, 'a.txt', Buffer.from('<script>alert(1)</script>'));
      const opened = await fetch(web.origin + link(address));
      expect(opened.headers.get('content-disposition')).toMatch(/^attachment/);
      expect(opened.headers.get('content-type')).toBe('text/plain');
    });

    it.each([
      ['bytes=0-3', 206, 'bytes 0-3/', '%PDF'],
      ['bytes=1-3', 206, 'bytes 1-3/', 'PDF'],
      ['bytes=-5', 206, 'bytes ', '%%EOF'],
      ['bytes=999999-', 200, '', ''],
      ['bytes=0-1,3-4', 200, '', ''],
      ['lines=1-2', 200, '', ''],
    ])('answers %s', async (range, status, contentRange, bytes) => {
      const address = await uploaded(owner, 'a.pdf', pdf());
      const answer = await fetch(web.origin + link(address), { headers: { range } });
      expect(answer.status).toBe(status);
      const text = await answer.text();
      if (status === 206) {
        expect(answer.headers.get('content-range')).toContain(contentRange);
        expect(text).toBe(bytes);
      } else expect(text).toBe(pdf().toString('latin1'));
    });

    it('does not open by a link that is changed, expired or of another file', async () => {
      const [one, two] = [await uploaded(owner, 'a.png', png()), await uploaded(owner, 'b.png', png())];
      const status = async (address: string) => (await fetch(web.origin + address)).status;
      expect(await status(link(one).replace(idOf(one), idOf(two)))).toBe(404);
      expect(await status(link(one).replace(/expires=(\d)/, 'expires=9$1'))).toBe(404);
      expect(await status(link(one).replace(owner.id, other.id))).toBe(404);
      expect(await status(`/api/files/${idOf(one)}`)).toBe(422);
      const { createFileLink } = await import('./link.ts');
      const old = createFileLink(web.deps.config.secret, () => Date.now() - 3_600_000)(idOf(one), {
        kind: 'taxpayer',
        id: owner.id,
        regionId: 'binhai',
      });
      expect(await status(old)).toBe(410);
    });

    it('leaves who opened it in the audit log', async () => {
      const address = await uploaded(owner, 'a.png', png());
      await (await fetch(web.origin + link(address))).arrayBuffer();
      const rows = await web
        .knex('audit_log')
        .where({ action: 'open-file', object_id: idOf(address) })
        .pluck<string[]>('actor_id');
      expect(rows).toEqual([owner.id]);
    });
  });
});

describe('a bucket', () => {
  it('that is not there, or not ours, is named without the keys', async () => {
    const { environment } = bucket.server();
    const asked = (changed: Partial<typeof environment>) => createBucketStore({ ...environment, ...changed }).check();
    await expect(asked({})).resolves.toBeUndefined();
    await expect(asked({ bucket: 'elsewhere' })).rejects.toThrow('the object store does not have the bucket');
    await expect(asked({ secretAccessKey: 'wrong' })).rejects.toThrow('the object store answers 403');
  });

  it('that does not answer is not taken for one without the file, nor for a database', async () => {
    const server = await startS3Server();
    const store = createBucketStore(server.environment);
    const id = randomUUID();
    await server.stop();
    const asking = [
      () => store.stat(id),
      () => store.read(id),
      () => store.putPiece(id, randomUUID(), png()),
      () => store.withPieces(id, [randomUUID()], () => Promise.resolve()),
      () => store.remove(id),
      () => store.check(),
    ];
    for (const ask of asking) {
      await expect(ask()).rejects.toThrow(/^the object store does not answer$/);
      await expect(ask()).rejects.toBeInstanceOf(StorageAway);
    }
  });

  it('is asked for nothing but ids of ours', async () => {
    const store = bucket.store('');
    for (const ask of [() => store.stat('../secret'), () => store.read('../secret'), () => store.remove('../secret')])
      await expect(async () => ask()).rejects.toThrow('not an id of an upload');
  });
});
