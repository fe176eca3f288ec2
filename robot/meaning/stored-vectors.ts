/** Vectors of texts that were embedded before, kept in PostgreSQL: a process starts in seconds, and an unchanged wording costs nothing. */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import type { Knex } from 'knex';

import { countStoredVectors, storedVectors, storeVectors } from '../../db/knowledge/vectors.ts';
import { pack } from '../finding/packed-vectors.ts';
import { normalise } from '../terms.ts';
import { dimensions, modelName, type Embedder } from './embedder.ts';

/** Texts of one statement. */
const batch = 2_000;
/** Newly embedded texts that are stored at a time, so that an interrupted first start loses little. */
const storedAtOnce = 100;

/**
 * Returns the vectors of texts, in their order. What is not stored is embedded, one text at a turn, and stored.
 * @param texts as they stand in the knowledge
 */
export async function vectorsOf(knex: Knex, texts: readonly string[], embedder: Embedder): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let from = 0; from < texts.length; from += batch) {
    vectors.push(...(await ofBatch(knex, texts.slice(from, from + batch), embedder)));
  }
  return vectors;
}

async function ofBatch(knex: Knex, texts: readonly string[], embedder: Embedder): Promise<Float32Array[]> {
  const hashes = texts.map(hashOf);
  const known = new Map([...(await storedVectors(knex, [...new Set(hashes)]))].map(([hash, bytes]) => [hash, decode(bytes)] as const));
  let fresh: { hash: string; vector: Buffer }[] = [];
  const store = async (): Promise<void> => {
    await storeVectors(knex, fresh);
    fresh = [];
  };
  for (const [at, text] of texts.entries()) {
    const hash = hashes[at] ?? '';
    if (known.has(hash)) continue;
    // Stored ones are rounded, so that they are the same after the next start.
    const encoded = encode(await embedder.embed(forModel(text)));
    known.set(hash, decode(encoded));
    fresh.push({ hash, vector: encoded });
    if (fresh.length === storedAtOnce) await store();
    await setImmediate();
  }
  await store();
  return hashes.map((hash) => known.get(hash) ?? new Float32Array(dimensions));
}

/** Returns the stored vectors among those of some texts, by text. */
export async function knownVectors(knex: Knex, texts: readonly string[]): Promise<Map<string, Float32Array>> {
  const found = new Map<string, Float32Array>();
  for (let from = 0; from < texts.length; from += batch) {
    const some = texts.slice(from, from + batch);
    const stored = await storedVectors(knex, [...new Set(some.map(hashOf))]);
    for (const text of some) {
      const vector = stored.get(hashOf(text));
      if (vector !== undefined) found.set(text, decode(vector));
    }
  }
  return found;
}

/** Returns how many different texts have no stored vector. */
export async function missingOf(knex: Knex, texts: readonly string[]): Promise<number> {
  const hashes = [...new Set(texts.map(hashOf))];
  return hashes.length - (await countStoredVectors(knex, hashes));
}

/** What the model reads of a text. A text of nothing but signs is read as it is. */
export const forModel = (text: string): string => normalise(text) || text;

const hashOf = (text: string): string => createHash('sha256').update(modelName).update('\0').update(text).digest('hex');

function encode(vector: Float32Array): Buffer {
  const { bytes, scale } = pack(vector);
  const buffer = Buffer.alloc(4 + dimensions);
  buffer.writeFloatLE(scale, 0);
  Buffer.from(bytes.buffer).copy(buffer, 4);
  return buffer;
}

function decode(buffer: Buffer): Float32Array {
  const scale = buffer.readFloatLE(0);
  return Float32Array.from({ length: dimensions }, (_, i) => buffer.readInt8(4 + i) * scale);
}
