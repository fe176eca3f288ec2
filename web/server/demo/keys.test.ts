import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { afterEach, beforeEach, expect, it } from '@jest/globals';

import { demoKey, keptFirst } from './keys.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zhengna-demo-key-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('the same key is told as long as its folder is there', async () => {
  const { id } = await demoKey(folder);
  expect((await demoKey(folder)).id).toBe(id);
});

it('of requests that are the first at once one is heard by all, and nothing else is left', async () => {
  const file = path.join(folder, 'host-key.pem');
  const texts = await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      // Staggered, because calls in step would all write before the first has finished.
      await setTimeout(i / 4);
      return await keptFirst(file, `key ${String(i)}`);
    }),
  );
  expect(new Set(texts).size).toBe(1);
  expect(await readdir(folder)).toEqual(['host-key.pem']);
});
