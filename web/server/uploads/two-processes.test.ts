import { createHash, randomUUID } from 'node:crypto';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { findUploads } from '../../../db/uploads.ts';
import { bucketPlace, localPlace, type FilePlace } from '../../../tests/support/file-places.ts';
import { pdf } from '../../../tests/support/sample-files.ts';
import { idOf, tusClient } from '../../../tests/support/tus.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import { createApp } from '../app.ts';

const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** Two files of the same length that differ in nearly every byte. */
const twins = (size: number) => [pdf(size), Buffer.from(pdf(size).toString('latin1').replaceAll('%%%%', '%aa%'), 'latin1')] as const;

describe.each<[string, FilePlace]>([
  ['a folder', localPlace()],
  ['a bucket', bucketPlace()],
])('two web processes over %s', (_place, place) => {
  const web = testWeb({ uploadStore: place.store });
  const other = { origin: '' };
  const one = tusClient(web);
  const two = tusClient(other);
  let server: Server;
  let owner: Who & { id: string };
  beforeAll(async () => {
    const api = createApp({ ...web.deps, uploads: place.again() }).callback();
    server = createServer((asked, answer) => void api(asked, answer));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    other.origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    owner = await web.taxpayer('li-xue-whale');
  });
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const begun = async (size: number) => (await one.begin(owner, 'a.pdf', size)).headers.get('location') ?? '';
  const row = (address: string) =>
    web
      .knex('uploads')
      .where({ id: idOf(address) })
      .first<Record<string, unknown> | undefined>();
  const opened = async (address: string, origin = web.origin) =>
    await fetch(origin + web.deps.fileLink(idOf(address), { kind: 'taxpayer', id: owner.id, regionId: 'binhai' }));

  it('make one file of the same piece sent to both at once', async () => {
    const contents = twins(3_000_000);
    for (let round = 0; round < 5; round += 1) {
      const address = await begun(contents[0].length);
      const answers = await Promise.all([one.piece(owner, address, 0, contents[0]), two.piece(owner, address, 0, contents[1])]);
      const statuses = answers.map(({ status }) => status);
      expect([...statuses].sort()).toEqual([204, 409]);
      const kept = contents[statuses.indexOf(204)] ?? contents[0];
      expect(await row(address)).toMatchObject({ status: 'ready', sha256: hashOf(kept) });
      expect(hashOf(Buffer.from(await (await opened(address)).arrayBuffer()))).toBe(hashOf(kept));
    }
  });

  it('keep a finished file as it is when a request that was held back goes on', async () => {
    const [sent, changed] = twins(3_000_000);
    const address = await begun(sent.length);
    const { id: _, ...who } = owner;
    const answered = new Promise<number>((resolve, reject) => {
      const held = request(web.origin + address, {
        method: 'PATCH',
        headers: {
          'tus-resumable': '1.0.0',
          'upload-offset': '0',
          'content-type': 'application/offset+octet-stream',
          'content-length': String(changed.length),
          ...who,
        },
      });
      held.on('response', ({ statusCode = 0 }) => {
        resolve(statusCode);
      });
      held.on('error', reject);
      held.write(changed.subarray(0, 1_500_000));
      void finishElsewhere().then(() => held.end(changed.subarray(1_500_000)), reject);
    });
    async function finishElsewhere(): Promise<void> {
      let offset = 0;
      while (offset === 0) {
        await sleep(50);
        offset = Number((await two.send('HEAD', address, owner, {})).headers.get('upload-offset'));
      }
      expect((await two.piece(owner, address, offset, sent.subarray(offset))).status).toBe(204);
    }
    expect(await answered).toBe(409);
    const upload = await row(address);
    const content = Buffer.from(await (await opened(address)).arrayBuffer());
    expect(upload).toMatchObject({ status: 'ready', sha256: hashOf(content) });
    expect(content.subarray(1_500_000)).toEqual(sent.subarray(1_500_000));
    expect(await place.kept(idOf(address))).toEqual([idOf(address)]);
  });

  it('never tell an offset that is behind one that they have told', async () => {
    const content = pdf(4_000_000);
    const address = await begun(content.length);
    const told: number[] = [];
    const sending = one.piece(owner, address, 0, content);
    const ended = new AbortController();
    void sending.then(() => {
      ended.abort();
    });
    while (!ended.signal.aborted) {
      told.push(Number((await two.send('HEAD', address, owner, {})).headers.get('upload-offset')));
      await sleep(10);
    }
    expect((await sending).status).toBe(204);
    told.push(Number((await two.send('HEAD', address, owner, {})).headers.get('upload-offset')));
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(content.length);
  });

  it('tell of all bytes only when the file can be handed in', async () => {
    for (let round = 0; round < 4; round += 1) {
      const content = pdf(1_200_000);
      const address = await begun(content.length);
      const sending = one.piece(owner, address, 0, content);
      let offset = 0;
      while (offset < content.length) offset = Number((await two.send('HEAD', address, owner, {})).headers.get('upload-offset'));
      expect(await findUploads(web.knex, { kind: 'taxpayer', id: owner.id }, [idOf(address)], null)).toEqual(['good']);
      expect((await sending).status).toBe(204);
    }
  });

  it('never give up a file that a command has named, nor hand in one that was given up', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round += 1) {
      const address = await one.uploaded(owner, 'a.pdf', pdf());
      const author = { kind: 'taxpayer', id: owner.id } as const;
      const claim = async () => {
        if (round % 2 === 0) await sleep(round);
        return await findUploads(web.knex, author, [idOf(address)], null);
      };
      const [[finding], deleted] = await Promise.all([claim(), two.send('DELETE', address, owner, {})]);
      const there = (await place.kept(idOf(address))).length > 0 && (await row(address)) !== undefined;
      outcomes.add(`${String(finding)} ${String(deleted.status)} ${String(there)}`);
    }
    for (const outcome of outcomes) expect(['good 403 true', 'unknown 204 false']).toContain(outcome);
  });

  it('serve nothing of a file that was changed behind their back, or is gone', async () => {
    const content = pdf();
    const address = await one.uploaded(owner, 'a.pdf', content);
    expect((await opened(address)).status).toBe(200);
    const changed = Buffer.from(content);
    changed.write('X', 20);
    await sleep(1_100);
    await place.overwrite(idOf(address), changed);
    for (const origin of [web.origin, other.origin]) {
      const answer = await opened(address, origin);
      expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([500, 'file-damaged']);
    }
    await place.remove(idOf(address));
    expect((await opened(address)).status).toBe(500);
    expect((await opened(`/api/uploads/${randomUUID()}`)).status).toBe(404);
  });
});
