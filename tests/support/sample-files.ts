/** The smallest files that are truly what they are called, made by hand, for tests. */
import { crc32, deflateSync } from 'node:zlib';

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([text(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** One pixel. */
export const png = (): Buffer =>
  Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])),
    pngChunk('IDAT', deflateSync(Buffer.from([0, 255, 0, 0]))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);

export const pdf = (padding = 0): Buffer =>
  text(`%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n${'%'.repeat(padding)}\ntrailer<</Root 1 0 R>>\n%%EOF`);

/** A zip of stored files. */
export function zip(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const [nameBytes, data] = [Buffer.from(name), Buffer.from(content)];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([text('PK\x03\x04'), common, nameBytes, data]);
    const end = Buffer.alloc(14);
    end.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([text('PK\x01\x02'), Buffer.from([20, 0]), common, end, nameBytes]));
    parts.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const tail = Buffer.alloc(18);
  tail.writeUInt16LE(directory.length, 4);
  tail.writeUInt16LE(directory.length, 6);
  tail.writeUInt32LE(list.length, 8);
  tail.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, list, text('PK\x05\x06'), tail]);
}

const openXml = (part: string, type: string): Buffer =>
  zip({
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`,
    [part]: '<x/>',
  });
export const docx = (): Buffer => openXml('word/document.xml', 'wordprocessingml.document');
export const xlsx = (): Buffer => openXml('xl/workbook.xml', 'spreadsheetml.sheet');
export const ofd = (): Buffer => zip({ 'OFD.xml': '<ofd:OFD/>', 'Doc_0/Document.xml': '<x/>' });

/** A compound file (MS-CFB) whose directory names a stream. */
export function compound(stream: string): Buffer {
  const content = Buffer.alloc(2_048);
  Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]).copy(content);
  Buffer.from(`${stream}\0`, 'utf16le').copy(content, 1_152);
  return content;
}

export const wav = (): Buffer =>
  Buffer.concat([
    text('RIFF'),
    Buffer.from([36, 0, 0, 0]),
    text('WAVEfmt '),
    Buffer.from([16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0]),
    text('data'),
    Buffer.alloc(4),
  ]);
export const avi = (): Buffer => Buffer.concat([text('RIFF'), Buffer.from([36, 0, 0, 0]), text('AVI LIST'), Buffer.alloc(32)]);
export const mp4 = (): Buffer =>
  Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    text('ftypisom'),
    Buffer.from([0, 0, 2, 0]),
    text('isommp42'),
    Buffer.from([0, 0, 0, 8]),
    text('free'),
  ]);
export const mp3 = (): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(1_040), Buffer.from([0xff, 0xfb, 0x90, 0x64]), Buffer.alloc(413)]);
export const rmvb = (): Buffer => Buffer.concat([text('.RMF'), Buffer.from([0, 0, 0, 18, 0, 1]), Buffer.alloc(64)]);
export const gif = (): Buffer =>
  Buffer.concat([
    text('GIF89a'),
    Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 255, 255, 255, 0, 0, 0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]),
  ]);
export const jpg = (): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), text('JFIF\0'), Buffer.from([1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xd9])]);
/** An ASF header object with the properties of a stream of pictures. */
export const wmv = (): Buffer => {
  const header = Buffer.from('3026b2758e66cf11a6d900aa0062ce6c', 'hex');
  const size = Buffer.alloc(14);
  size.writeBigUInt64LE(30n + 78n, 0);
  size.writeUInt32LE(1, 8);
  const stream = Buffer.alloc(78);
  Buffer.from('9107dcb7b7a9cf118ee600c00c205365', 'hex').copy(stream);
  stream.writeBigUInt64LE(78n, 16);
  Buffer.from('c0ef19bc4d5bcf11a8fd00805f5c442b', 'hex').copy(stream, 24);
  return Buffer.concat([header, size, stream]);
};
/** The beginning of a Windows program. */
export const exe = (): Buffer => Buffer.concat([text('MZ'), Buffer.alloc(126), text('PE\0\0'), Buffer.alloc(64)]);
