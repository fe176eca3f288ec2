import { readdir } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { sweepUnadopted } from '../../../db/contents.ts';
import { exe, pdf, png } from '../../../tests/support/sample-files.ts';
import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';

const web = testWeb();
type Person = Who & { id: string };
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

const tus = { 'tus-resumable': '1.0.0' };

async function send(method: string, address: string, as: Who, headers: Record<string, string>, body?: Buffer): Promise<Answer> {
  const { id: _, ...who } = as;
  const response = await fetch(web.origin + address, {
    method,
    headers: { ...tus, ...who, ...headers },
    ...(body && { body: new Uint8Array(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
    headers: response.headers,
  };
}
const begin = (as: Who, name: string, size: number) =>
  send('POST', '/api/uploads', as, {
    'upload-length': String(size),
    'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
  });
const piece = (as: Who, address: string, offset: number, body: Buffer) =>
  send('PATCH', address, as, { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, body);
const codeOf = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;
const idOf = (address: string) => address.split('/').at(-1) ?? '';

async function uploaded(as: Who, name: string, content: Buffer): Promise<string> {
  const address = (await begin(as, name, content.length)).headers.get('location') ?? '';
  expect((await piece(as, address, 0, content)).status).toBe(204);
  return address;
}
const row = (address: string) =>
  web
    .knex('uploads')
    .where({ id: idOf(address) })
    .first<Record<string, unknown> | undefined>();

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

  it('goes on where it was interrupted', async () => {
    const content = pdf(10_000);
    const address = (await begin(owner, 'a.pdf', content.length)).headers.get('location') ?? '';
    await piece(owner, address, 0, content.subarray(0, 4_000));
    const asked = await send('HEAD', address, owner, {});
    expect(asked.headers.get('upload-offset')).toBe('4000');
    expect((await piece(owner, address, 0, content)).status).toBe(409);
    expect((await piece(owner, address, 4_000, content.subarray(4_000))).status).toBe(204);
    expect(await row(address)).toMatchObject({ status: 'ready' });
  });

  it('is finished when asked for, should the process have died after its last byte', async () => {
    const address = await uploaded(owner, 'a.png', png());
    await web
      .knex('uploads')
      .where({ id: idOf(address) })
      .update({ status: 'uploading', sha256: null });
    expect((await send('HEAD', address, owner, {})).status).toBe(200);
    expect(await row(address)).toMatchObject({ status: 'ready' });
  });

  it('can be given up, but not once a case has it', async () => {
    const address = await uploaded(owner, 'a.png', png());
    expect((await send('DELETE', address, owner, {})).status).toBe(204);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await row(address)).toBeUndefined();
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
    expect(body['error']).toMatchObject({ code: 'upload-too-large', details: { limit: '10' }, sentence: expect.stringContaining('10 MB') });
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
    expect([answer.status, codeOf(answer)]).toEqual([415, 'upload-content-mismatch']);
    expect(await row(address)).toMatchObject({ status: 'refused' });
    expect((await readdir(web.deps.uploads.directory)).some((name) => name.startsWith(idOf(address)))).toBe(false);
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
    expect([answer.status, codeOf(answer)]).toEqual([422, 'upload-too-many']);
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
    await web
      .knex('uploads')
      .where({ id: idOf(address) })
      .update({ created_at: new Date(Date.now() - 90_000_000) });
    await web
      .knex('texts')
      .insert({
        id: randomUUID(),
        author_kind: 'taxpayer',
        author_id: other.id,
        case_id: randomUUID(),
        body: 'x',
        created_at: new Date(Date.now() - 90_000_000),
      });
    expect(await sweepUnadopted(web.knex, new Date(Date.now() - 86_400_000), web.deps.uploads.remove)).toBe(2);
    const files = await readdir(web.deps.uploads.directory);
    expect(files).not.toContain(idOf(address));
    expect(files).toContain(idOf(fresh));
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
    const { createFileLink } = await import('../files/link.ts');
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
