/**
 * `npm run robot:vectors`: writes the vectors of the demo's knowledge and what the robot learns from it beside that knowledge, so that a new
 * demo finds by meaning from its first question on. Run it after a change of stack/demo/knowledge; tests/robot/score.test.ts reports when
 * that was forgotten. Takes a minute.
 */
import { readFileSync, writeFileSync } from 'node:fs';

import { analyse } from '../../robot/finding/analysis.ts';
import { publishedKnowledge } from '../../db/knowledge/entries.ts';
import { seed } from '../../stack/demo/seed.ts';
import { demoLearntFile, demoVectorsFile } from '../../stack/demo/knowledge/prepared.ts';
import { loadEmbedder } from '../../robot/meaning/embedder.ts';
import { learn } from '../../robot/learning/learn.ts';
import { inScratchDatabase } from '../../bench/statements.ts';

await inScratchDatabase('vectors', async (knex) => {
  await seed(knex);
  // What the seed brings may be out of date.
  await knex('text_vectors').delete();
  const rows = await publishedKnowledge(knex, 'binhai');
  const entries = await analyse(knex, rows, await loadEmbedder());
  const stored = await knex('text_vectors').orderBy('hash').select<{ hash: Buffer; vector: Buffer }[]>('hash', 'vector');
  writeFileSync(demoVectorsFile, Buffer.concat(stored.flatMap(({ hash, vector }) => [hash, vector])));
  writeFileSync(demoLearntFile, `${JSON.stringify(await learn(entries, true), null, 2)}\n`);
  process.stdout.write(`${String(stored.length)} vectors, ${String(readFileSync(demoVectorsFile).length)} bytes\n`);
  return 'good';
});
