/**
 * What the robot needs besides the knowledge, so that a new demo finds by meaning from its first question on: vectors of all texts, and what
 * it has learnt. `npm run robot:vectors` writes both files. Where they are missing or out of date, the robot makes its own in the background.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Knex } from 'knex';

/** Records of a hash and a vector, as they stand in text_vectors. */
export const demoVectorsFile = path.join(import.meta.dirname, 'vectors.bin');
export const demoLearntFile = path.join(import.meta.dirname, 'learnt.json');

const hashBytes = 32;
const vectorBytes = 516;
/** Rows of one statement. */
const batch = 1_000;

export async function seedVectors(trx: Knex.Transaction): Promise<void> {
  if (!existsSync(demoVectorsFile)) return;
  const contents = await readFile(demoVectorsFile);
  const rows: { hash: Buffer; vector: Buffer }[] = [];
  for (let from = 0; from < contents.length; from += hashBytes + vectorBytes) {
    const hash = contents.subarray(from, from + hashBytes);
    rows.push({ hash, vector: contents.subarray(from + hashBytes, from + hashBytes + vectorBytes) });
  }
  for (let from = 0; from < rows.length; from += batch)
    await trx('text_vectors')
      .insert(rows.slice(from, from + batch))
      .onConflict('hash')
      .ignore();
}

/** Stores what was learnt from the demo's knowledge for a region that has all of it and nothing else. */
export async function seedLearnt(trx: Knex.Transaction, regionId: string): Promise<void> {
  if (!existsSync(demoLearntFile)) return;
  await trx.raw(
    `INSERT INTO robot_learnt (region_id, source, knowledge_version, learnt)
     SELECT region_id, 'meaning', version, :learnt FROM knowledge_versions WHERE region_id = :regionId
     ON CONFLICT DO NOTHING`,
    { regionId, learnt: await readFile(demoLearntFile, 'utf8') },
  );
}
