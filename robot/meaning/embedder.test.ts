/** recorded.json: token ids and first numbers of the vectors, by Hugging Face tokenizers 0.23 and ONNX Runtime 1.32 for Python. */
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { dimensions, loadEmbedder } from './embedder.ts';
import { tokenize, vocabularyOf } from './tokenizer.ts';

const folder = path.join(import.meta.dirname, '..', 'model');
const vocabulary = vocabularyOf(readFileSync(path.join(folder, 'bge-small-zh-v1.5-q-tokenizer.json'), 'utf8'));
const recorded = JSON.parse(readFileSync(path.join(import.meta.dirname, 'recorded.json'), 'utf8')) as {
  text: string;
  ids: number[];
  vector: number[];
}[];

describe('tokens', () => {
  it.each(recorded)('of $text are those of the reference', ({ text, ids }) => {
    expect(tokenize(text, vocabulary, 512)).toEqual(ids);
  });

  it('are never more than asked for, begin and end with their marks, and are known, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), fc.integer({ min: 2, max: 64 }), (text, most) => {
        const ids = tokenize(text, vocabulary, most);
        expect(ids.length).toBeLessThanOrEqual(most);
        expect([ids[0], ids.at(-1)]).toEqual([vocabulary.begin, vocabulary.end]);
        expect(ids.every((id) => id >= 0 && id < vocabulary.idOf.size)).toBe(true);
      }),
    );
  });
});

describe('vectors', () => {
  /** Embeds in a thread, as the product does: the runtime does not accept the typed arrays of Jest's own realm. */
  const embedInThread = async (texts: readonly string[]): Promise<number[][]> => {
    const code = `
      const { parentPort, workerData } = require('node:worker_threads');
      import(workerData.module).then(async ({ loadEmbedder }) => {
        const { embed } = await loadEmbedder();
        const vectors = [];
        for (const text of workerData.texts) vectors.push(Array.from(await embed(text)));
        parentPort.postMessage(vectors);
      })`;
    const workerData = { module: new URL('embedder.ts', import.meta.url).href, texts };
    const thread = new Worker(code, { eval: true, workerData });
    const [vectors] = (await once(thread, 'message')) as [number[][]];
    await thread.terminate();
    return vectors;
  };

  it('equal the recorded ones but for the rounding of another runtime, whichever text came before', async () => {
    const vectors = await embedInThread([...recorded, ...recorded.toReversed()].map(({ text }) => text));
    expect(vectors.slice(recorded.length).toReversed()).toEqual(vectors.slice(0, recorded.length));
    for (const [at, { vector }] of recorded.entries()) {
      const embedded = vectors[at] ?? [];
      expect(embedded).toHaveLength(dimensions);
      expect(Math.hypot(...embedded)).toBeCloseTo(1, 4);
      const furthest = Math.max(...vector.map((value, place) => Math.abs(value - (embedded[place] ?? NaN))));
      expect(furthest).toBeLessThan(0.01);
    }
  });
});

describe('a model that cannot be trusted is not loaded', () => {
  it('when a file is altered, or missing', async () => {
    const altered = await mkdtemp(path.join(tmpdir(), 'model-'));
    try {
      await expect(loadEmbedder(altered)).rejects.toThrow('ENOENT');
      await cp(folder, altered, { recursive: true });
      await writeFile(path.join(altered, 'bge-small-zh-v1.5-q.onnx'), 'not a model');
      await expect(loadEmbedder(altered)).rejects.toThrow('is not the file that');
    } finally {
      await rm(altered, { recursive: true });
    }
  });
});
