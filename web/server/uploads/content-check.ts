/** Checks that a file's content matches its ending (D2), because anybody can choose the ending. */
import { fileTypeFromFile } from 'file-type';

import { fileTypes, typeOfContent, type Content, type Ending } from '../../../domain/file-types.ts';
import { bytesOf, sizeOf, textsIn } from './bytes.ts';
import { boxedContent, boxesAreWhole, isMp3, jpegIsWhole } from './media.ts';
import { isPlainText } from './plain-text.ts';
import { zipNames } from './zip.ts';

/** `other`: another content, named if known, perhaps allowed under another ending. */
export type Finding =
  | { kind: 'good'; mediaType: string }
  | { kind: 'encrypted' }
  | { kind: 'cut-short' }
  | { kind: 'other'; content: Content | null; ending: Ending | null };

/**
 * @param path the complete file
 * @returns the media type for serving it, or the fault
 */
export async function checkContent(path: string, ending: Ending): Promise<Finding> {
  const type = fileTypes[ending];
  const accepted: readonly Content[] = type.content;
  if (accepted.includes('text') && (await isPlainText(path))) return { kind: 'good', mediaType: type.mediaType };
  const contents = await contentsOf(path);
  const content = contents.find((candidate) => accepted.includes(candidate));
  if (content !== undefined) return (await isWhole(path, content)) ? { kind: 'good', mediaType: type.mediaType } : { kind: 'cut-short' };
  const [actual = null] = contents;
  const office = accepted.some((candidate) => ['doc', 'xls', 'docx', 'xlsx'].includes(candidate));
  if (office && actual === 'encrypted-office') return { kind: 'encrypted' };
  // A zip without its end cannot be identified.
  const zipped = accepted.some((candidate) => ['docx', 'xlsx', 'ofd'].includes(candidate));
  if (zipped && actual === 'zip' && (await zipNames(path)) === null) return { kind: 'cut-short' };
  return { kind: 'other', content: actual, ending: actual === null ? null : (typeOfContent(actual) ?? null) };
}

/** Returns all contents that a file can be read as; usually one. */
async function contentsOf(path: string): Promise<Content[]> {
  const head = await bytesOf(path, 0, 1_024);
  const signed = bySignature(head);
  if (signed !== null) return [signed];
  if (head.toString('latin1', 0, 4) === 'PK\x03\x04') return [zipContent((await zipNames(path)) ?? [])];
  if (head.subarray(0, 8).equals(compoundFile)) return await compoundContents(path);
  const boxed = await boxedContent(path);
  if (boxed !== null) return [boxed];
  if (await isMp3(path)) return ['mp3'];
  // Checked late, because it may be anywhere in the first bytes.
  if (head.includes('%PDF-', 0, 'latin1')) return ['pdf'];
  const other = others[(await fileTypeFromFile(path))?.ext ?? ''];
  if (other !== undefined) return [other];
  if (!(await isPlainText(path))) return [];
  const text = head.toString('latin1').trimStart().toLowerCase();
  if (text.startsWith('{\\rtf')) return ['rtf'];
  return [/^(\xef\xbb\xbf)?<(!doctype html|html|head|meta|table|body|style)\b/.test(text) ? 'html' : 'text'];
}

const compoundFile = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const asf = Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex');

function bySignature(head: Buffer): Content | null {
  const text = (from: number, to: number): string => head.toString('latin1', from, to);
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (/^GIF8[79]a/.test(text(0, 6)) && head.length >= 13) return 'gif';
  if (text(0, 3) === '\xff\xd8\xff') return 'jpg';
  if (text(0, 5) === '%PDF-') return 'pdf';
  if (text(0, 4) === '.RMF') return 'rmvb';
  if (head.subarray(0, 16).equals(asf)) return 'asf';
  if (['RIFF', 'RIFX', 'RF64', 'BW64'].includes(text(0, 4)) && text(8, 12) === 'WAVE') return 'wav';
  if (text(0, 4) === 'RIFF' && text(8, 11) === 'AVI') return 'avi';
  return null;
}

function zipContent(names: readonly string[]): Content {
  const has = (name: string): boolean => names.includes(name);
  const hasBelow = (folder: string): boolean => names.some((name) => name.startsWith(folder));
  if (has('ofd.xml')) return 'ofd';
  if (!has('[content_types].xml')) return 'zip';
  if (hasBelow('word/')) return has('word/vbaproject.bin') ? 'docm' : 'docx';
  if (hasBelow('xl/')) return has('xl/vbaproject.bin') ? 'xlsm' : 'xlsx';
  return hasBelow('ppt/') ? 'pptx' : 'zip';
}

/**
 * Names of streams (UTF-16, any case) that identify the contents of a compound file. A document may embed a table, and a table a document.
 */
const streams: readonly (readonly [Content, string])[] = [
  ['encrypted-office', 'encryptedpackage'],
  ['doc', 'worddocument'],
  ['xls', 'workbook'],
  ['xls', 'book'],
  ['wps', 'wpsdocument'],
  ['wps', 'matost'],
  ['ppt', 'powerpoint document'],
  ['wps', 'contents'],
];

async function compoundContents(path: string): Promise<Content[]> {
  const found = await textsIn(
    path,
    streams.map(([, name]) => Buffer.from(`${name}\0`, 'utf16le')),
  );
  return streams.flatMap(([content], at) => (found[at] === true ? [content] : []));
}

/** Contents that are only named, by file-type's endings. */
const others: Readonly<Record<string, Content>> = {
  mov: 'mov',
  heic: 'heic',
  heif: 'heic',
  webp: 'webp',
  bmp: 'bmp',
  tif: 'tiff',
  rar: 'rar',
  '7z': '7z',
  zip: 'zip',
  exe: 'exe',
  flv: 'flv',
  amr: 'amr',
  m4a: 'm4a',
};

const tailLength = 65_536;

/** Checks that the end of a file is present, for the formats that allow it. A zip is checked by its directory, which is its last part. */
const wholeness: Partial<Record<Content, (path: string) => Promise<boolean>>> = {
  png: async (path) => (await bytesOf(path, -1_048_576, 1_048_576)).includes('IEND', 0, 'latin1'),
  jpg: jpegIsWhole,
  pdf: async (path) => /%%EOF|startxref/.test((await bytesOf(path, -tailLength, tailLength)).toString('latin1')),
  mp4: boxesAreWhole,
  doc: compoundIsWhole,
  xls: compoundIsWhole,
  wps: compoundIsWhole,
};

const isWhole = async (path: string, content: Content): Promise<boolean> => (await wholeness[content]?.(path)) ?? true;

/** True when the sectors named in a compound file's header lie within the file (MS-CFB 2.2). */
async function compoundIsWhole(path: string): Promise<boolean> {
  const head = await bytesOf(path, 0, 512);
  const shift = head.length < 512 ? 0 : head.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return true;
  const named = [head.readUInt32LE(48), ...Array.from({ length: 109 }, (_, at) => head.readUInt32LE(76 + 4 * at))];
  const last = Math.max(0, ...named.filter((sector) => sector < 0xffff_fffa));
  // A file's last sector need not be full.
  return (last + 1) * 2 ** shift < (await sizeOf(path));
}
