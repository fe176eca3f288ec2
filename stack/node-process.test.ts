import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNodeProcess } from './node-process.ts';

let folder = '';
let pid = 0;
const lifecycle = join(import.meta.dirname, '..', 'runtime', 'lifecycle.ts');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'node-process-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A process that is ready at once and writes its pid where the test finds it. */
const start = async (name: string, frozenAfter: number) => {
  const main = join(folder, `${name}.ts`);
  writeFileSync(
    main,
    `import { announceReady } from ${JSON.stringify(lifecycle)};
     console.log(process.pid);
     announceReady();
     setInterval(() => undefined, 1_000);`,
  );
  const logFile = join(folder, `${name}.log`);
  const running = await startNodeProcess({
    name,
    command: [main],
    env: process.env,
    logFile,
    readyUrl: 'http://127.0.0.1:1/',
    frozenAfter,
  });
  pid = Number(readFileSync(logFile, 'utf8').trim());
  return running;
};

describe('startNodeProcess', () => {
  it('ends a process that is frozen, and says so', async () => {
    const running = await start('frozen', 6_000);
    process.kill(pid, 'SIGSTOP');
    expect(await running.exited).toBe('gave no sign of life for 6 s and was ended');
  });

  it('leaves one alone that only has nothing to do', async () => {
    const running = await start('idle', 6_000);
    const ended = await Promise.race([running.exited, sleep(9_000, 'runs')]);
    await running.stop(1_000);
    expect(ended).toBe('runs');
    expect(await running.exited).toBe('was ended by SIGTERM');
  });
});
