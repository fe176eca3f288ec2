/** Reads parts of a file on the local disk. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';

export const sizeOf = async (path: string): Promise<number> => (await stat(path)).size;

/** @param from negative: counted from the end @param most maximum number of bytes; fewer at the end of the file */
export async function bytesOf(path: string, from: number, most: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const start = Math.max(0, from < 0 ? size + from : from);
    const length = Math.max(0, Math.min(most, size - start));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Tells which of the given texts a file contains, ignoring case. Reads the file once, in pieces.
 * @param wanted in lower case
 */
export async function textsIn(path: string, wanted: readonly Buffer[]): Promise<boolean[]> {
  const texts = wanted.map((text) => text.toString('latin1'));
  const overlap = Math.max(0, ...texts.map(({ length }) => length - 1));
  const found = texts.map(() => false);
  let before = '';
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) {
    const here = before + (chunk as Buffer).toString('latin1').toLowerCase();
    texts.forEach((text, at) => (found[at] ||= here.includes(text)));
    before = overlap === 0 ? '' : here.slice(-overlap);
  }
  return found;
}
