import { expect, it } from '@jest/globals';
import { fileTypeFromBuffer } from 'file-type';

import { wavOf } from './wav.ts';

it('is a WAV file of the given samples', async () => {
  const file = wavOf(Float32Array.from([0, 1, -1, 2, 0.5]), 16_000);
  expect((await fileTypeFromBuffer(new Uint8Array(file)))?.ext).toBe('wav');
  const view = new DataView(file);
  expect(view.byteLength).toBe(54);
  expect(view.getUint32(4, true)).toBe(46);
  expect(view.getUint32(24, true)).toBe(16_000);
  expect([0, 1, 2, 3, 4].map((index) => view.getInt16(44 + 2 * index, true))).toEqual([0, 32_767, -32_767, 32_767, 16_383]);
});
