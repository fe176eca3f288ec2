import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlainError, codeOf } from '../runtime/plain-error.ts';
import { keepInMind } from './children.ts';
import { takeLock } from './lock.ts';
import { root } from './node-process.ts';

/** Sources of the built pages. */
const sources = ['web/src', 'web/static', 'web/i18n', 'web/api', 'domain', 'web/vite.config.ts', 'web/tsconfig.json', 'package-lock.json'];

const filesBelow = (path: string): string[] => {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch {
    // Not a folder but a file.
    return [path];
  }
};

const sourceHash = (): string => {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesBelow(join(root, source))))
    hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
};

const build = join(root, 'web', 'build');
const mark = join(build, '.sources');

const isFresh = (hash: string): boolean => existsSync(join(build, 'handler.js')) && existsSync(mark) && readFileSync(mark, 'utf8') === hash;

const requireWritable = (): void => {
  for (const folder of ['web', 'node_modules']) {
    try {
      accessSync(join(root, folder), constants.W_OK);
    } catch (error) {
      throw new PlainError(
        `The pages have to be built, but ${join(root, folder)} cannot be written (${codeOf(error) ?? 'unknown'}): run "npm run build" as its owner.`,
      );
    }
  }
};

const runVite = async (): Promise<void> => {
  const child = spawn(process.execPath, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--config', 'web/vite.config.ts'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  keepInMind(child.pid, 'SIGKILL');
  let words = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (words += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new PlainError(`The pages cannot be built:\n${words.trim().split('\n').slice(-12).join('\n')}`);
};

/**
 * Builds the pages unless web/build was built from exactly these sources. When two copies start from one checkout, only one builds and the
 * other waits.
 */
export const buildPages = async (report: (what: string) => void): Promise<void> => {
  const hash = sourceHash();
  if (isFresh(hash)) return;
  requireWritable();
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  let lock = takeLock(join(cache, 'pages.lock'));
  if ('heldBy' in lock) report('another copy is building them; waiting for it');
  while ('heldBy' in lock) {
    await sleep(200);
    lock = takeLock(join(cache, 'pages.lock'));
  }
  try {
    if (isFresh(hash)) return;
    report('building them');
    rmSync(mark, { force: true });
    await runVite();
    writeFileSync(mark, hash);
  } finally {
    lock.release();
  }
};
