/** Recognizes images, audio and video by their structure. */
import type { Content } from '../../../domain/file-types.ts';
import { bytesOf, sizeOf } from './bytes.ts';

/** Limit of boxes read in a video; a valid one has a few dozen at its top level. */
const mostBoxes = 10_000;

/** Boxes that may precede the one that names the type (ISO/IEC 14496-12). */
const beforeType = ['free', 'skip', 'wide', 'uuid', 'pdin'];

const brands: Readonly<Record<string, Content>> = {
  'qt  ': 'mov',
  heic: 'heic',
  heix: 'heic',
  hevc: 'heic',
  mif1: 'heic',
  msf1: 'heic',
  'M4A ': 'm4a',
  'M4B ': 'm4a',
};

/** Returns the content of a file of boxes; null when it is none. */
export async function boxedContent(path: string): Promise<Content | null> {
  for (let at = 0, count = 0; count < 20; count += 1) {
    const box = await boxAt(path, at);
    if (box === null) return null;
    if (box.type === 'ftyp') return brands[(await bytesOf(path, at + box.header, 4)).toString('latin1')] ?? 'mp4';
    if (!beforeType.includes(box.type) || box.size === 0) return null;
    at += box.size;
  }
  return null;
}

/** True when the boxes of a video end within the file. */
export async function boxesAreWhole(path: string): Promise<boolean> {
  const end = await sizeOf(path);
  let at = 0;
  for (let count = 0; at < end && count < mostBoxes; count += 1) {
    const box = await boxAt(path, at);
    // Data after the last box, or a box without an end, is not checked.
    if (box === null || box.size === 0) return true;
    at += box.size;
  }
  return at <= end;
}

async function boxAt(path: string, at: number): Promise<{ size: number; header: number; type: string } | null> {
  const head = await bytesOf(path, at, 16);
  if (head.length < 8) return null;
  const type = head.toString('latin1', 4, 8);
  if (!/^[\w -]{4}$/.test(type)) return null;
  const short = head.readUInt32BE(0);
  if (short === 1) return head.length < 16 ? null : { size: Number(head.readBigUInt64BE(8)), header: 16, type };
  return short !== 0 && short < 8 ? null : { size: short, header: 8, type };
}

/** True for MPEG audio, layer III, after any number of ID3 tags and their padding. */
export async function isMp3(path: string): Promise<boolean> {
  let at = 0;
  for (;;) {
    const head = await bytesOf(path, at, 10);
    if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3' || head.subarray(6, 10).some((byte) => byte > 0x7f)) break;
    const size = head.subarray(6, 10).reduce((sum, byte) => sum * 128 + byte, 0);
    at += 10 + size + (((head[5] ?? 0) & 0x10) === 0 ? 0 : 10);
  }
  const rest = await bytesOf(path, at, 65_536);
  const first = rest.findIndex((byte) => byte !== 0);
  if (first < 0) return false;
  // After a tag some programs leave other bytes; without one the audio begins at once.
  const last = at === 0 ? first : rest.length - 4;
  for (let place = first; place <= last; place += 1) if (isFrame(rest, place)) return true;
  return false;
}

/** First bytes of a frame: eleven sync bits, layer III, a valid bit rate and sampling rate. */
function isFrame(bytes: Buffer, at: number): boolean {
  const [sync = 0, kind = 0, rates = 0] = bytes.subarray(at, at + 3);
  const version = (kind >> 3) & 3;
  return (
    sync === 0xff && kind >= 0xe0 && version !== 1 && ((kind >> 1) & 3) === 1 && ![0, 15].includes(rates >> 4) && ((rates >> 2) & 3) !== 3
  );
}

/** True when a JPEG has an end marker after the image itself; that of an embedded preview does not count. */
export async function jpegIsWhole(path: string): Promise<boolean> {
  let at = 2;
  for (let count = 0; count < 1_000; count += 1) {
    const head = await bytesOf(path, at, 4);
    if (head.length < 2) return false;
    if (head[0] !== 0xff) return true;
    const marker = head[1];
    if (marker === 0xd9) return true;
    if (marker === 0xda) return (await bytesOf(path, at, Number.POSITIVE_INFINITY)).includes(Buffer.from([0xff, 0xd9]));
    // Markers may be padded with 0xff; the other segments begin with their length.
    at += marker === 0xff ? 1 : 2 + (head.length < 4 ? 0 : head.readUInt16BE(2));
  }
  return true;
}
