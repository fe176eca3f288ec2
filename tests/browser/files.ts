/** Files that people hand in, as a file chooser takes them. */
import { writeFileSync } from 'node:fs';

import { test } from '@playwright/test';

import { exe, pdf, png } from '../support/sample-files.ts';

export interface SentFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

export interface FileOnDisk {
  name: string;
  path: string;
}

const mega = 1_024 * 1_024;

/** A PDF of one page that a viewer can show, with a line on it. */
function pagePdf(line: string): Buffer {
  const drawn = `BT /F1 24 Tf 72 720 Td (${line}) Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${String(drawn.length)}>>stream\n${drawn}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let text = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const at = text.length;
    text += `${String(index + 1)} 0 obj${object}endobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = String(objects.length + 1);
  return Buffer.from(
    `${text}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${String(text.length)}\n%%EOF`,
    'latin1',
  );
}

const asPdf = (name: string, buffer: Buffer): SentFile => ({ name, mimeType: 'application/pdf', buffer });

export const realPdf = (name = '额度调整申请.pdf'): SentFile => asPdf(name, pagePdf('Quota application'));
/** A PDF of exactly so many bytes, on the disk: browsers are given what is large by its path. */
export function pdfOf(bytes: number, name: string): FileOnDisk {
  const path = test.info().outputPath(name);
  writeFileSync(path, pdf(bytes - pdf().length));
  return { name, path };
}
export const megabytes = (count: number): number => count * mega;
export const picture = (name = '截图.png'): SentFile => ({ name, mimeType: 'image/png', buffer: png() });
export const program = (name: string): SentFile => asPdf(name, exe());
export const nothing = (name: string): SentFile => asPdf(name, Buffer.alloc(0));
