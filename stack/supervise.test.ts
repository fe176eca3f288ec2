import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Running, supervise } from './supervise.ts';

/** Things that end when the test says so. */
const endable = () => {
  const ends: ((how: string) => void)[] = [];
  let stops = 0;
  const start = (): Promise<Running> => {
    let end: (how: string) => void = () => undefined;
    const exited = new Promise<string>((resolve) => {
      end = resolve;
    });
    ends.push(end);
    return Promise.resolve({
      exited,
      stop: () => {
        stops += 1;
        end('was stopped');
        return Promise.resolve();
      },
    });
  };
  return { start, ends, stops: () => stops };
};

const until = async (condition: () => boolean): Promise<void> => {
  const deadline = Date.now() + 5_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('it did not come to that');
    await sleep(10);
  }
};

describe('supervise', () => {
  it('throws when the first start fails', async () => {
    await expect(
      supervise(
        'x',
        () => Promise.reject(new Error('no')),
        () => undefined,
      ),
    ).rejects.toThrow('no');
  });

  it('starts again what ended by itself, and says so', async () => {
    const thing = endable();
    const said: string[] = [];
    const { supervised } = await supervise('worker', thing.start, (what) => said.push(what));
    thing.ends[0]?.('was ended by SIGKILL');
    await until(() => said.includes('worker runs again'));
    expect(said).toEqual(['worker was ended by SIGKILL; starting it again', 'worker runs again']);
    await supervised.stop(100);
    expect(thing.stops()).toBe(1);
    expect(thing.ends).toHaveLength(2);
  });

  it('goes on trying when starting again fails', async () => {
    const thing = endable();
    const said: string[] = [];
    let starts = 0;
    const start = (): Promise<Running> => {
      starts += 1;
      return starts === 2 ? Promise.reject(new Error('not yet')) : thing.start();
    };
    const { supervised } = await supervise('web', start, (what) => said.push(what));
    thing.ends[0]?.('ended with 1');
    await until(() => said.includes('web runs again'));
    expect(said).toContain('web could not be started: not yet; starting it again');
    await supervised.stop(100);
  });

  it('does not start again what was stopped', async () => {
    const thing = endable();
    const { supervised } = await supervise('web', thing.start, () => undefined);
    await supervised.stop(100);
    await sleep(400);
    expect(thing.ends).toHaveLength(1);
  });

  it('restarts at once when asked to', async () => {
    const thing = endable();
    const { supervised } = await supervise('web', thing.start, () => undefined);
    await supervised.restart();
    await until(() => thing.ends.length === 2);
    await supervised.stop(100);
  });
});
