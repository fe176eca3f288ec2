import { createReadStream } from 'node:fs';

import { codeOf } from '../../../runtime/plain-error.ts';
import { bytesOf } from './bytes.ts';

/** Encodings in which people's text files come: today's, Windows' in Chinese, and UTF-16 with its mark. */
const encodings = ['utf-8', 'gb18030'] as const;

// Controls that no text has: tabs, ends of lines and pages, and the colours of terminals (ESC) are none of them.
const controls = new RegExp(String.raw`(?![\t\n\v\f\r\x1b\x85])\p{Cc}`, 'u');
/** What old programs and copies fill the end of a text with: NUL and the end mark of DOS. */
const filling = new RegExp(String.raw`[\0\x1a]+$`);

/** Whether a file is nothing but text in one of those encodings: by decoding alone, whatever it begins with. */
export async function isPlainText(path: string): Promise<boolean> {
  const head = await bytesOf(path, 0, 2);
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
    return await decodes(path, head[0] === 0xff ? 'utf-16le' : 'utf-16be');
  for (const encoding of encodings) if (await decodes(path, encoding)) return true;
  return false;
}

async function decodes(path: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  // Once the filling has begun, nothing else may follow.
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
