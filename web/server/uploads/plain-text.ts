import { createReadStream } from 'node:fs';

import { codeOf } from '../../../runtime/plain-error.ts';
import { bytesOf } from './bytes.ts';

/** Encodings of people's text files: UTF-8, Chinese Windows, and UTF-16 with a byte order mark. */
const encodings = ['utf-8', 'gb18030'] as const;

// Control characters that no text contains; tabs, line and page breaks, and ESC of terminal colours are allowed.
const controls = new RegExp(String.raw`(?![\t\n\v\f\r\x1b\x85])\p{Cc}`, 'u');
/** Padding at the end by old programs and copies: NUL and the end mark of DOS. */
const filling = new RegExp(String.raw`[\0\x1a]+$`);

/** True when a file is text in one of these encodings, by decoding all of it. */
export async function isPlainText(path: string): Promise<boolean> {
  const head = await bytesOf(path, 0, 2);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    return await decodes(path, head[0] === 0xff ? 'utf-16le' : 'utf-16be');
  for (const encoding of encodings) if (await decodes(path, encoding)) return true;
  return false;
}

async function decodes(path: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  // After the padding has begun, nothing else may follow.
  let ended = false;
  const isText = (decoded: string): boolean => {
    const text = decoded.replace(filling, '');
    if (text !== '' && (ended || controls.test(text))) return false;
    ended ||= text.length < decoded.length;
    return true;
  };
  try {
    for await (const chunk of createReadStream(path)) if (!isText(decoder.decode(chunk as Buffer, { stream: true }))) return false;
    return isText(decoder.decode());
  } catch (error) {
    if (codeOf(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') return false;
    throw error;
  }
}
