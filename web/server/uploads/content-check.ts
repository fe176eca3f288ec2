/** Whether a file is what its ending says (D2): by its content, since the ending is only what somebody wrote. */
import { open } from 'node:fs/promises';

import { fileTypeFromFile } from 'file-type';

import { mediaTypes, type Ending } from './media-types.ts';
import { isPlainText } from './plain-text.ts';

/** The types that the content may be found to be, by file-type's names. */
const found: Partial<Record<Ending, readonly string[]>> = {
  gif: ['image/gif'],
  jpg: ['image/jpeg'],
  png: ['image/png', 'image/apng'],
  wmv: ['video/x-ms-asf', 'video/x-ms-wmv', 'application/vnd.ms-asf'],
  mp4: ['video/mp4', 'video/x-m4v'],
  avi: ['video/vnd.avi'],
  wav: ['audio/wav'],
  mp3: ['audio/mpeg'],
  docx: [mediaTypes.docx],
  xlsx: [mediaTypes.xlsx],
  pdf: ['application/pdf'],
};

/** Streams of a compound file (MS-CFB) by which the old office formats are known; names are UTF-16 in its directory. */
const streams: Partial<Record<Ending, readonly string[]>> = {
  doc: ['WordDocument'],
  wps: ['WordDocument', 'WpsDocument', 'MatOST', 'CONTENTS'],
  xls: ['Workbook', 'Book'],
};

/**
 * @param path the complete file
 * @returns the type to serve it as; null when the content is not of the ending
 */
export async function mediaTypeOf(path: string, ending: Ending): Promise<string | null> {
  return (await isOfEnding(path, ending)) ? mediaTypes[ending] : null;
}

async function isOfEnding(path: string, ending: Ending): Promise<boolean> {
  const type = await fileTypeFromFile(path);
  const known = found[ending];
  if (known) return type !== undefined && known.includes(type.mime);
  switch (ending) {
    case 'txt':
      // XML is text, but one that browsers and offices act upon.
      return type === undefined && (await isPlainText(path));
    case 'rmvb':
      return (await bytes(path, 0, 4)).toString('latin1') === '.RMF';
    case 'ofd':
      return type?.mime === 'application/zip' || type?.mime === mediaTypes.ofd ? await zipHolds(path, 'OFD.xml') : false;
    case 'wps':
      return type?.mime === mediaTypes.docx || (type?.mime === 'application/x-cfb' && (await holdsStream(path, 'wps')));
    default:
      return type?.mime === 'application/x-cfb' && (await holdsStream(path, ending));
  }
}

async function holdsStream(path: string, ending: Ending): Promise<boolean> {
  const content = await bytes(path, 0, Number.POSITIVE_INFINITY);
  return (streams[ending] ?? []).some((name) => content.includes(Buffer.from(`${name}\0`, 'utf16le')));
}

/** Whether a name stands in the central directory at the end of a zip (APPNOTE 4.3.12). */
async function zipHolds(path: string, name: string): Promise<boolean> {
  const content = await bytes(path, 0, Number.POSITIVE_INFINITY);
  const wanted = Buffer.from(name);
  for (
    let at = content.indexOf('PK\x01\x02', 0, 'latin1');
    at >= 0 && at + 46 <= content.length;
    at = content.indexOf('PK\x01\x02', at + 46, 'latin1')
  ) {
    const length = content.readUInt16LE(at + 28);
    if (length === wanted.length && content.subarray(at + 46, at + 46 + length).equals(wanted)) return true;
  }
  return false;
}

/** Files are at most as large as a region lets them be, some tens of megabytes. */
async function bytes(path: string, from: number, most: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const length = Math.max(0, Math.min(most, size - from));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
