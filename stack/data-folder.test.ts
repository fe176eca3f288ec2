import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDataFolder } from './data-folder.ts';

let base = '';
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'stack-data-'));
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

describe('DATA_DIR', () => {
  it('is made with secrets for nobody else, and found again with the same ones', () => {
    const path = join(base, 'a', 'b');
    const first = openDataFolder(path);
    first.rememberPorts({ postgres: 20_001 });
    first.release();
    expect(statSync(join(path, 'secrets.json')).mode & 0o777).toBe(0o600);
    const second = openDataFolder(path);
    second.release();
    expect(second.secrets).toEqual(first.secrets);
    expect(second.ports).toEqual({ postgres: 20_001 });
    expect(second.afterKill).toBe(false);
  });

  it('refuses a second copy, and lets one in after the first was killed', async () => {
    const path = join(base, 'shared');
    const module = fileURLToPath(new URL('./data-folder.ts', import.meta.url));
    const code = `import { openDataFolder } from '${module}'; openDataFolder('${path}'); console.log('open'); setInterval(() => undefined, 1000);`;
    const other = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(other.stdout, 'data');
    expect(() => openDataFolder(path)).toThrow(`DATA_DIR "${path}" is in use by another running copy (process ${String(other.pid)})`);
    other.kill('SIGKILL');
    await once(other, 'exit');
    const mine = openDataFolder(path);
    mine.release();
    expect(mine.afterKill).toBe(true);
  });

  it('is not held by a process that has got the same pid since', () => {
    const path = join(base, 'reused');
    mkdirSync(path);
    writeFileSync(join(path, 'stack.lock'), JSON.stringify({ pid: process.pid, born: 'earlier' }));
    openDataFolder(path).release();
  });

  it('says so when it cannot be made', () => {
    writeFileSync(join(base, 'file'), '');
    expect(() => openDataFolder(join(base, 'file', 'x'))).toThrow(
      `DATA_DIR is "${join(base, 'file', 'x')}", which cannot be made or written (ENOTDIR): choose a folder that you may write.`,
    );
    expect(() => openDataFolder('/proc/nothing')).toThrow(/^DATA_DIR is "\/proc\/nothing", which cannot be made or written/);
  });

  it.each([
    ['{', 'it is not JSON'],
    ['{}', 'something is missing in it'],
  ])('says so when the secrets are damaged (%s), and leaves them as they are', (content, why) => {
    const path = mkdtempSync(join(base, 'damaged-'));
    writeFileSync(join(path, 'secrets.json'), content);
    expect(() => openDataFolder(path)).toThrow(`${join(path, 'secrets.json')} is damaged (${why})`);
    expect(readFileSync(join(path, 'secrets.json'), 'utf8')).toBe(content);
  });
});
