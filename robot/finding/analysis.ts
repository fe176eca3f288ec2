/** Entries with the vectors of their texts. */
import type { Knex } from 'knex';

import type { KnowledgeRow } from '../../db/knowledge/entries.ts';
import type { Embedder } from '../meaning/embedder.ts';
import { knownVectors, missingOf, vectorsOf } from '../meaning/stored-vectors.ts';
import { wordingsOf } from './entry-terms.ts';
import type { AnalysedEntry } from './region-finder.ts';

/** Text that an entry answers with; a matter of others is known by its name. */
const answerOf = (row: KnowledgeRow): string => (row.inScope ? row.answer : row.question);
const textsOf = (row: KnowledgeRow): string[] => [...wordingsOf(row), answerOf(row)];

/** Returns the entries with their vectors; those that are not stored are made, which takes some milliseconds each. */
export async function analyse(knex: Knex, rows: readonly KnowledgeRow[], embedder: Embedder): Promise<AnalysedEntry[]> {
  return withVectors(rows, await vectorsOf(knex, rows.flatMap(textsOf), embedder));
}

/** Returns the entries whose vectors are all stored. */
export async function analyseStored(knex: Knex, rows: readonly KnowledgeRow[]): Promise<AnalysedEntry[]> {
  const known = await knownVectors(knex, rows.flatMap(textsOf));
  const complete = rows.filter((row) => textsOf(row).every((text) => known.has(text)));
  return withVectors(
    complete,
    complete.flatMap(textsOf).map((text) => known.get(text) ?? new Float32Array()),
  );
}

function withVectors(rows: readonly KnowledgeRow[], vectors: readonly Float32Array[]): AnalysedEntry[] {
  let from = 0;
  return rows.map((row) => {
    const wordings = wordingsOf(row);
    const own = vectors.slice(from, from + wordings.length);
    const answer = vectors[from + wordings.length] ?? null;
    from += wordings.length + 1;
    return { row, wordings, vectors: own, answer };
  });
}

/** Tells whether the vectors of all texts are stored. */
export const areStored = async (knex: Knex, rows: readonly KnowledgeRow[]): Promise<boolean> =>
  (await missingOf(knex, rows.flatMap(textsOf))) === 0;
