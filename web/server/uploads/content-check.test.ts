import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { typeOfName } from '../../../domain/file-name.ts';
import { endings, fileTypes, type Content, type Ending } from '../../../domain/file-types.ts';
import * as sample from '../../../tests/support/sample-files.ts';
import { checkContent, type Finding } from './content-check.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zhengna-content-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(content: Buffer, ending: Ending): Promise<Finding> {
  const file = path.join(folder, 'file');
  await writeFile(file, content);
  return await checkContent(file, ending);
}

const found = (name: string): Promise<Buffer> => readFile(path.join(import.meta.dirname, '../../../tests/support/files', name));
const good = (ending: Ending) => ({ kind: 'good', mediaType: fileTypes[ending].mediaType });
const other = (content: Content | null, ending: Ending | null = null) => ({ kind: 'other', content, ending });

/** A PDF with compressed pages, as most are. */
const packedPdf = () =>
  Buffer.concat([
    Buffer.from('%PDF-1.4\n1 0 obj<</Length 99/Filter/FlateDecode>>stream\n'),
    deflateSync(Buffer.from('BT (x) Tj ET'.repeat(50))),
    Buffer.from('\nendstream endobj\n%%EOF'),
  ]);

/** A document of many parts, whose list of types comes last and uses single quotes. */
const documentOf = (parts: number) =>
  sample.zip({
    'word/document.xml': '<x/>',
    ...Object.fromEntries(Array.from({ length: parts }, (_, part) => [`word/media/image${String(part)}.png`, 'x'])),
    '[Content_Types].xml': "<?xml version='1.0'?><Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
  });

const samples: [Ending, () => Buffer][] = [
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
  ['txt', () => Buffer.from([0xc4, 0xfa, 0xba, 0xc3, 0x0d, 0x0a])],
  ['txt', () => Buffer.from('\ufeff您好', 'utf16le')],
  ['txt', () => Buffer.from('GIF89a 是一种图片格式')],
  ['doc', () => sample.compound('WordDocument')],
  ['doc', () => sample.compound('WORDDOCUMENT')],
  ['wps', () => sample.compound('WordDocument')],
  ['wps', sample.docx],
  ['docx', sample.docx],
  ['docx', () => documentOf(1_200)],
  ['xls', () => sample.compound('Workbook')],
  ['xls', () => sample.compound('BOOK')],
  ['xlsx', sample.xlsx],
  ['pdf', sample.pdf],
  ['pdf', packedPdf],
  ['ofd', sample.ofd],
  ['ofd', () => sample.zip({ 'Doc_0\\Document.xml': '<x/>', '/ofd.XML': '<x/>' })],
];

describe('the content of a file', () => {
  it.each(samples)('is taken for %s when it is', async (ending, make) => {
    expect(await check(make(), ending)).toEqual(good(ending));
  });

  it.each(endings)('is not taken for %s when it is a program', async (ending) => {
    expect((await check(sample.exe(), ending)).kind).toBe('other');
  });

  it.each<[string, Ending, () => Buffer, ReturnType<typeof other>]>([
    ['a picture', 'pdf', sample.png, other('png', 'png')],
    ['a zip of anything', 'ofd', () => sample.zip({ 'readme.txt': 'x' }), other('zip')],
    ['a zip of anything', 'docx', () => sample.zip({ 'readme.txt': 'x' }), other('zip')],
    ['a document with macros', 'docx', () => sample.zip({ '[Content_Types].xml': '', 'word/vbaProject.bin': '' }), other('docm')],
    ['a table', 'doc', () => sample.compound('Workbook'), other('xls', 'xls')],
    ['a document', 'xls', () => sample.compound('WordDocument'), other('doc', 'doc')],
    ['a document of today', 'xlsx', sample.docx, other('docx', 'docx')],
    ['a PDF', 'txt', packedPdf, other('pdf', 'pdf')],
    ['bytes that are no text', 'txt', () => Buffer.from([0x61, 0x00, 0x62]), other(null)],
    ['text', 'png', () => Buffer.from('hello'), other('text', 'txt')],
    ['text', 'rmvb', () => Buffer.from('hello'), other('text', 'txt')],
    ['a program', 'pdf', sample.exe, other('exe')],
    ['nothing at all', 'mp4', () => Buffer.alloc(0), other('text', 'txt')],
  ])('%s is not taken for %s', async (_, ending, make, finding) => {
    expect(await check(make(), ending)).toEqual(finding);
  });

  it.each<[string, Ending, () => Buffer]>([
    ['a picture', 'png', () => sample.png().subarray(0, 50)],
    ['a PDF', 'pdf', () => packedPdf().subarray(0, 90)],
    ['a film', 'mp4', () => Buffer.concat([sample.mp4(), Buffer.from([0, 0, 9, 9]), Buffer.from('mdat')])],
    ['a document', 'docx', () => sample.docx().subarray(0, 300)],
  ])('that ends too early is refused: %s', async (_, ending, make) => {
    expect(await check(make(), ending)).toEqual({ kind: 'cut-short' });
  });

  // Real files.
  it.each<[string, ReturnType<typeof other> | { kind: string }]>([
    ['070707.txt', good('txt')],
    ['BM.txt', good('txt')],
    ['ID3.txt', good('txt')],
    ['MZ.txt', good('txt')],
    ['ctrl-z.txt', good('txt')],
    ['esc.txt', good('txt')],
    ['nul-tail.txt', good('txt')],
    ['taxfree.txt', good('txt')],
    ['vt.txt', good('txt')],
    ['blank-lines.pdf', good('pdf')],
    ['cut-short.docx', { kind: 'cut-short' }],
    ['encrypted.docx', { kind: 'encrypted' }],
    ['encrypted.xlsx', { kind: 'encrypted' }],
    ['ofd-manifest.ofd', good('ofd')],
    ['id3-then-id3.mp3', good('mp3')],
    ['free-first.mp4', good('mp4')],
    ['rf64.wav', good('wav')],
    ['ios-photo.jpeg', good('jpg')],
    ['png-renamed.jpg', other('png', 'png')],
    ['mov-renamed.mp4', other('mov')],
    ['html-table.xls', other('html')],
    ['rtf.doc', other('rtf')],
  ])('%s', async (name, finding) => {
    const ending = typeOfName(name);
    expect(ending).toBeDefined();
    expect(await check(await found(name), ending ?? 'txt')).toEqual(finding);
  });
});
