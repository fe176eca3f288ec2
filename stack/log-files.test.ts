import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rotateLogs } from './log-files.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'log-files-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('rotateLogs', () => {
  it('begins a large log anew while its process goes on writing, and leaves the others', async () => {
    const web = join(folder, 'web.log');
    const writer = openSync(web, 'a');
    writeSync(writer, 'an old line\n'.repeat(10));
    writeFileSync(join(folder, 'worker.log'), 'short\n');
    writeFileSync(join(folder, 'notes.txt'), 'x'.repeat(1_000));

    expect(await rotateLogs(folder, 100)).toEqual(['web.log']);
    writeSync(writer, 'a new line\n');
    closeSync(writer);

    expect(readFileSync(web, 'utf8')).toBe('a new line\n');
    expect(readFileSync(`${web}.1`, 'utf8')).toBe('an old line\n'.repeat(10));
    expect(readFileSync(join(folder, 'worker.log'), 'utf8')).toBe('short\n');
    expect(await rotateLogs(folder, 100)).toEqual([]);
  });
});
