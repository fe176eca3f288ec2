import { createReadStream } from 'node:fs';

import { codeOf } from '../../../runtime/plain-error.ts';

/** Encodings in which people's text files come: today's, Windows' in Chinese, and UTF-16 with its mark. */
const encodings = ['utf-8', 'gb18030'] as const;

// Controls other than tab, line ends and form feed.
const controls = /(?![\t\n\f\r\u0085])\p{Cc}/u;

/** Whether a file holds nothing but text in one of those encodings. */
export async function isPlainText(path: string): Promise<boolean> {
  const head = await firstBytes(path);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    return await decodes(path, head[0] === 0xff ? 'utf-16le' : 'utf-16be');
  for (const encoding of encodings) if (await decodes(path, encoding)) return true;
  return false;
}

async function firstBytes(path: string): Promise<Buffer> {
  for await (const chunk of createReadStream(path, { end: 1 })) return chunk as Buffer;
  return Buffer.alloc(0);
}

async function decodes(path: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) if (controls.test(decoder.decode(chunk as Buffer, { stream: true }))) return false;
    return !controls.test(decoder.decode());
  } catch (error) {
    if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
}
