/** Turns a text into a vector of its meaning, with the model in robot/model. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { tokenize, vocabularyOf } from './tokenizer.ts';

export const dimensions = 512;

/** Names the vectors of this model; vectors of another name are not comparable. */
export const modelName = 'bge-small-zh-v1.5-q';

const modelFolder = path.join(import.meta.dirname, '..', 'model');
const hashes = {
  'bge-small-zh-v1.5-q.onnx': '15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc',
  'bge-small-zh-v1.5-q-tokenizer.json': '48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26',
};

/** The model reads at most 512 tokens; its answers begin with what they are about, and a shorter text takes less time. */
const mostTokens = 256;

export interface Embedder {
  /** Returns a vector of length 1 with `dimensions` numbers. Texts are taken one by one: the model rounds a batch as a whole. */
  embed(text: string): Promise<Float32Array>;
}

/**
 * Loads the model. Takes about 0.3 s and 140 MB.
 * @param folder where the two files lie
 * @throws an Error when a file is missing or altered, or the runtime does not load on this machine
 */
export async function loadEmbedder(folder: string = modelFolder): Promise<Embedder> {
  const [model, definition] = await Promise.all([
    verified(folder, 'bge-small-zh-v1.5-q.onnx'),
    verified(folder, 'bge-small-zh-v1.5-q-tokenizer.json'),
  ]);
  const { InferenceSession, Tensor } = (await import('onnxruntime-node')).default;
  const vocabulary = vocabularyOf(definition.toString());
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' });
  return {
    async embed(text) {
      const ids = BigInt64Array.from(tokenize(text, vocabulary, mostTokens), BigInt);
      const shape = [1, ids.length];
      const output = await session.run({
        input_ids: new Tensor('int64', ids, shape),
        attention_mask: new Tensor('int64', new BigInt64Array(ids.length).fill(1n), shape),
        token_type_ids: new Tensor('int64', new BigInt64Array(ids.length), shape),
      });
      // The vector of the first token stands for the text.
      const first = (output['last_hidden_state']?.data ?? new Float32Array(dimensions)).slice(0, dimensions);
      const length = Math.hypot(...first);
      return first.map((value) => value / length);
    },
  };
}

async function verified(folder: string, name: keyof typeof hashes): Promise<Buffer> {
  const contents = await readFile(path.join(folder, name));
  const hash = createHash('sha256').update(contents).digest('hex');
  if (hash !== hashes[name]) throw new Error(`${name} is not the file that robot/model/SOURCE describes`);
  return contents;
}
