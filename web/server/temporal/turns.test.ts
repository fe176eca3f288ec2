import { expect, it } from '@jest/globals';

import { Turns, TurnTooLate } from './turns.ts';

/** Work that ends when it is told to. */
const works = (turns: Turns, key: string, names: readonly string[]) => {
  const begun: string[] = [];
  const ends: Record<string, () => void> = {};
  const all = names.map((name) =>
    turns.take(key, () => {
      begun.push(name);
      return new Promise<string>((resolve) => {
        ends[name] = () => {
          resolve(name);
        };
      });
    }),
  );
  return { begun, all, end: (name: string) => ends[name]?.() };
};
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

it('so many run at once, and the others follow in their order', async () => {
  const { begun, all, end } = works(new Turns(2, 60_000), 'a', ['one', 'two', 'three', 'four']);
  await soon();
  expect(begun).toEqual(['one', 'two']);
  end('two');
  await soon();
  expect(begun).toEqual(['one', 'two', 'three']);
  for (const name of ['one', 'three']) end(name);
  await soon();
  end('four');
  expect(await Promise.all(all)).toEqual(['one', 'two', 'three', 'four']);
});

it('keys do not wait for each other, and work that fails gives its place on', async () => {
  const turns = new Turns(1, 60_000);
  const failing = turns.take('a', () => Promise.reject(new Error('broken')));
  const { begun } = works(turns, 'b', ['other']);
  await expect(failing).rejects.toThrow('broken');
  await soon();
  expect(begun).toEqual(['other']);
  expect(await turns.take('a', () => Promise.resolve('next'))).toBe('next');
});

it('who waits too long is told so, is never begun, and blocks nobody', async () => {
  const turns = new Turns(1, 20);
  const { all, end } = works(turns, 'a', ['slow']);
  let ran = false;
  const late = turns.take('a', () => {
    ran = true;
    return Promise.resolve();
  });
  await expect(late).rejects.toThrow(TurnTooLate);
  end('slow');
  await Promise.all(all);
  expect(await turns.take('a', () => Promise.resolve('next'))).toBe('next');
  expect(ran).toBe(false);
});
