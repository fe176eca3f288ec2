import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** A process of its own whose draining is this piece of code. */
const start = (drain: string, ipc = false): ChildProcess =>
  spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { createLog } from '${here('./log.ts')}';
       import { onStop } from '${here('./lifecycle.ts')}';
       onStop(createLog('test', 'info'), async () => { ${drain} });
       setInterval(() => undefined, 1000);
       console.log('up');`,
    ],
    { stdio: ipc ? ['ignore', 'pipe', 'inherit', 'ipc'] : ['ignore', 'pipe', 'inherit'] },
  );

const outcome = async (child: ChildProcess, act: () => void): Promise<{ code: number | null; text: string }> => {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    if (text === '') act();
    text += chunk.toString('utf8');
  });
  // Not 'close': after disconnect() Node never emits it for a child with an IPC channel.
  const ended = child.stdout === null ? undefined : once(child.stdout, 'end');
  const [code] = (await once(child, 'exit')) as [number | null];
  await ended;
  return { code, text };
};

describe('onStop', () => {
  it('drains once, however often it is told, and ends with 0', async () => {
    const child = start("console.log('draining'); await new Promise((r) => setTimeout(r, 100));");
    const { code, text } = await outcome(child, () => {
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGINT'), 20);
    });
    expect(code).toBe(0);
    expect(text.match(/^draining$/gm)).toHaveLength(1);
  });

  it('ends with 1 when draining fails', async () => {
    const child = start("throw new Error('no');");
    const { code, text } = await outcome(child, () => child.kill('SIGTERM'));
    expect(code).toBe(1);
    expect(text).toContain('draining failed');
  });

  it('stops when the stack that started it is gone', async () => {
    const child = start("console.log('draining');", true);
    const { code, text } = await outcome(child, () => {
      child.disconnect();
    });
    expect(code).toBe(0);
    expect(text).toContain('draining');
  });

  it('does not wait longer than 8 s', async () => {
    const child = start('await new Promise(() => undefined);');
    const began = Date.now();
    const { code, text } = await outcome(child, () => child.kill('SIGTERM'));
    expect(code).toBe(1);
    expect(text).toContain('did not drain in time');
    expect(Date.now() - began).toBeLessThan(10_000);
  }, 15_000);
});

describe('runProcess', () => {
  it.each([
    ["new PlainError('PORT is wrong.')", /^PORT is wrong\.\n$/],
    ["new Error('a fault')", /^Error: a fault\n\s+at /],
  ])('ends with 1 and the right words for %s', async (thrown, words) => {
    const child = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { runProcess } from '${here('./lifecycle.ts')}'; import { PlainError } from '${here('./plain-error.ts')}';
       runProcess(() => Promise.reject(${thrown}));`,
    ]);
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    expect(code).toBe(1);
    expect(text).toMatch(words);
  });
});
