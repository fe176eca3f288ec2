import { bytesOf, sizeOf } from './bytes.ts';

/** Limit of the directory's length; an office document with thousands of parts needs a tenth of it. */
const longestDirectory = 16 * 1_048_576;

/**
 * Returns the names in the central directory of a zip (APPNOTE 4.3), in lower case, with slashes and without a leading one.
 * @returns null when the directory is incomplete: the end of the file is missing
 */
export async function zipNames(path: string): Promise<string[] | null> {
  const size = await sizeOf(path);
  // The end record, with a comment of maximum length.
  const tail = await bytesOf(path, -65_557, 65_557);
  const at = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (at < 0 || at + 22 > tail.length) return null;
  const end = size - tail.length + at;
  const { length, start } = (await directoryOf64(path, end)) ?? {
    length: tail.readUInt32LE(at + 12),
    // Counted back from the end record, so that data before the archive does no harm.
    start: end - tail.readUInt32LE(at + 12),
  };
  if (start < 0 || length > longestDirectory) return null;
  return namesIn(await bytesOf(path, start, length));
}

/** Place of the directory when the end record has no room for it (zip64). */
async function directoryOf64(path: string, end: number): Promise<{ length: number; start: number } | null> {
  const locator = await bytesOf(path, Math.max(0, end - 20), 20);
  if (locator.toString('latin1', 0, 4) !== 'PK\x06\x07') return null;
  const record = await bytesOf(path, Number(locator.readBigUInt64LE(8)), 56);
  if (record.length < 56 || record.toString('latin1', 0, 4) !== 'PK\x06\x06') return null;
  return { length: Number(record.readBigUInt64LE(40)), start: Number(record.readBigUInt64LE(48)) };
}

function namesIn(directory: Buffer): string[] | null {
  const names: string[] = [];
  let at = 0;
  while (at + 46 <= directory.length && directory.toString('latin1', at, at + 4) === 'PK\x01\x02') {
    const length = directory.readUInt16LE(at + 28);
    const name = directory.toString('utf8', at + 46, at + 46 + length);
    names.push(name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase());
    at += 46 + length + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return names.length === 0 ? null : names;
}
