import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import * as sample from '../../../tests/support/sample-files.ts';
import { mediaTypeOf } from './content-check.ts';
import { mediaTypes, type Ending } from './media-types.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zhengna-content-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(content: Buffer, ending: Ending): Promise<string | null> {
  const file = path.join(folder, 'file');
  await writeFile(file, content);
  return await mediaTypeOf(file, ending);
}

const good: [Ending, () => Buffer][] = [
  ['gif', sample.gif],
  ['jpg', sample.jpg],
  ['png', sample.png],
  ['wmv', sample.wmv],
  ['rmvb', sample.rmvb],
  ['mp4', sample.mp4],
  ['avi', sample.avi],
  ['wav', sample.wav],
  ['mp3', sample.mp3],
  ['txt', () => Buffer.from('您好,\r\n第二行\t表格 😀')],
  ['doc', () => sample.compound('WordDocument')],
  ['wps', () => sample.compound('WordDocument')],
  ['wps', sample.docx],
  ['docx', sample.docx],
  ['xls', () => sample.compound('Workbook')],
  ['xlsx', sample.xlsx],
  ['pdf', sample.pdf],
  ['ofd', sample.ofd],
];

describe('the content of a file', () => {
  it.each(good)('is taken for %s when it is', async (ending, make) => {
    expect(await check(make(), ending)).toBe(mediaTypes[ending]);
  });

  it.each(Object.keys(mediaTypes) as Ending[])('is not taken for %s when it is a program', async (ending) => {
    expect(await check(sample.exe(), ending)).toBeNull();
  });

  it.each<[string, Ending, () => Buffer]>([
    ['a picture', 'pdf', sample.png],
    ['a zip of anything', 'ofd', () => sample.zip({ 'readme.txt': 'x' })],
    ['a zip of anything', 'docx', () => sample.zip({ 'readme.txt': 'x' })],
    ['a table', 'doc', () => sample.compound('Workbook')],
    ['a document', 'xls', () => sample.compound('WordDocument')],
    ['a document of today', 'xlsx', sample.docx],
    ['a PDF', 'txt', sample.pdf],
    ['bytes that are no text', 'txt', () => Buffer.from([0x61, 0x00, 0x62])],
    ['text', 'png', () => Buffer.from('hello')],
    ['text', 'rmvb', () => Buffer.from('hello')],
    ['nothing at all', 'mp4', () => Buffer.alloc(0)],
  ])('%s is not taken for %s', async (_, ending, make) => {
    expect(await check(make(), ending)).toBeNull();
  });

  it('may be text as Windows wrote it', async () => {
    expect(await check(Buffer.from([0xc4, 0xfa, 0xba, 0xc3, 0x0d, 0x0a]), 'txt')).toBe('text/plain');
    expect(await check(Buffer.from('\ufeff您好', 'utf16le'), 'txt')).toBe('text/plain');
  });
});
