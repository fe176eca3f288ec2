import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';

import type { Knex } from 'knex';
import pMap from 'p-map';

import { adoptedFilesAfter, missingContents, type AdoptedFile } from '../db/contents-of-cases.ts';
import type { FileStore } from '../runtime/file-store.ts';
import type { Discrepancy } from './verification.ts';

const pageSize = 200;
/** Number of files read concurrently, low enough not to slow down people's downloads. */
const concurrency = 4;
/** Maximum number of missing contents listed. */
const mostNamed = 1_000;

/**
 * Compares contents with the events of their cases:
 * 1. Every text and every upload that an event references is adopted by the case.
 * 2. Every adopted upload has a file of its size and hash. This reads all files and takes as long as copying them.
 * @returns number of files read, and the discrepancies
 */
export async function verifyFiles(knex: Knex, store: FileStore): Promise<{ files: number; discrepancies: Discrepancy[] }> {
  const discrepancies: Discrepancy[] = (await missingContents(knex, mostNamed)).map(({ caseId, version, kind, id }) => ({
    caseId,
    what: `its event ${String(version)} names the ${kind} ${id}, which it does not have`,
  }));
  let files = 0;
  let page: AdoptedFile[] = [];
  do {
    page = await adoptedFilesAfter(knex, page.at(-1)?.id ?? null, pageSize);
    files += page.length;
    const found = await pMap(page, (file) => faultOf(file, store), { concurrency });
    page.forEach(({ caseId, id }, at) => {
      const fault = found[at];
      if (typeof fault === 'string') discrepancies.push({ caseId, what: `its file ${id} ${fault}` });
    });
  } while (page.length > 0);
  return { files, discrepancies };
}

async function faultOf({ id, size, sha256 }: AdoptedFile, store: FileStore): Promise<string | null> {
  const file = await store.stat(id);
  if (file === null) return 'is not there';
  if (file.size !== size) return `has ${String(file.size)} bytes instead of ${String(size)}`;
  const hash = createHash('sha256');
  await pipeline(await store.read(id), hash);
  return hash.digest('hex') === sha256 ? null : 'has another content than was handed in';
}
