/** mediasoup's worker program: found, fetched, or built once from the source in the npm package. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, release } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { PlainError, reasonOf } from '../../runtime/plain-error.ts';
import { aptInstall } from '../apt.ts';
import { cacheFolder } from '../cache.ts';
import { keepInMind, succeeded } from '../children.ts';
import { root } from '../node-process.ts';
import { onPath } from '../temporal-binary.ts';

type Report = (what: string) => void;

const packageFolder = join(root, 'node_modules', 'mediasoup');
const recipe = join(import.meta.dirname, 'recipe');

/** What the build needs of Debian: programs, and libraries by their names for pkg-config. */
const debian = [
  'g++',
  'ninja-build',
  'pkg-config',
  'python3-venv',
  'libuv1-dev',
  'libssl-dev',
  'libsrtp2-dev',
  'libflatbuffers-dev',
  'flatbuffers-compiler',
  'libabsl-dev',
];
const programs = ['g++', 'ninja', 'pkg-config', 'python3', 'flatc', 'strip'];
const libraries = ['libuv', 'openssl', 'libsrtp2', 'flatbuffers', 'absl_strings'];
const mesonVersion = '1.12.0';

const version = (): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))).version;

/** Returns a name that changes with the recipe. */
const recipeHash = (): string => {
  const hash = createHash('sha256').update(mesonVersion);
  const files = readdirSync(recipe, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files.map(({ parentPath, name }) => join(parentPath, name)).sort())
    hash.update(file.slice(recipe.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 12);
};

/** Started without its version, the worker ends with this code; anything else means that it does not run here. */
const endsWithoutVersion = 41;
const runs = (program: string): boolean => spawnSync(program, { env: {}, stdio: 'ignore', timeout: 10_000 }).status === endsWithoutVersion;

/** Downloads from where mediasoup's own installation does. */
const download = async (target: string, report: Report): Promise<void> => {
  const kernel = process.platform === 'linux' ? `-kernel${release().split('.')[0] ?? ''}` : '';
  const name = `mediasoup-worker-${version()}-${process.platform}-${process.arch}${kernel}.tgz`;
  const url = `https://github.com/versatica/mediasoup/releases/download/${version()}/${name}`;
  // Where there is no way out, the build begins after seconds; a slow download has its time.
  const giveUp = new AbortController();
  const patience = globalThis.setTimeout(() => giveUp.abort(new Error('the download does not answer')), 8_000);
  const answer = await fetch(url, { signal: giveUp.signal }).finally(() => clearTimeout(patience));
  if (!answer.ok || answer.body === null) throw new Error(`the download answered ${String(answer.status)}`);
  report('downloading the media worker');
  const folder = `${target}.unpacked`;
  const packed = `${target}.tgz`;
  try {
    await pipeline(Readable.fromWeb(answer.body), createWriteStream(packed), { signal: AbortSignal.timeout(180_000) });
    mkdirSync(folder, { recursive: true });
    await succeeded(spawn('tar', ['-xzf', packed, '-C', folder], { stdio: 'ignore' }));
    renameSync(join(folder, 'mediasoup-worker'), target);
  } finally {
    rmSync(packed, { force: true });
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Returns what the build lacks. */
const missing = (): string[] => {
  const without = programs.filter((name) => onPath(name) === undefined);
  // Debian's python3 comes without the part that makes environments.
  if (!without.includes('python3') && spawnSync('python3', ['-c', 'import ensurepip, venv']).status !== 0) without.push('python3-venv');
  if (without.includes('pkg-config')) return without;
  return [...without, ...libraries.filter((name) => spawnSync('pkg-config', ['--exists', name]).status !== 0)];
};

/** Builds against the libraries of this machine; shows how many files are compiled as progress. */
const build = async (target: string, report: Report): Promise<void> => {
  if (missing().length > 0) await aptInstall(debian, report);
  const without = missing();
  if (without.length > 0) throw new Error(`${without.join(', ')} ${without.length === 1 ? 'is' : 'are'} missing`);
  const folder = `${target}.build`;
  report('building the media worker from source, which takes some minutes; everything else runs meanwhile');
  try {
    const venv = join(folder, 'venv');
    await succeeded(spawn('python3', ['-m', 'venv', venv], { stdio: 'ignore', timeout: 120_000 }));
    await succeeded(spawn(join(venv, 'bin', 'pip'), ['install', '-q', `meson==${mesonVersion}`], { stdio: 'ignore', timeout: 180_000 }));
    const child = spawn('nice', ['bash', join(recipe, 'build-worker.sh'), packageFolder, folder], {
      env: { ...process.env, MESON: join(venv, 'bin', 'meson'), JOBS: String(availableParallelism()) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    keepInMind(child.pid, 'SIGTERM');
    let last = '';
    const listen = (chunk: Buffer): void => {
      last = chunk.toString('utf8').trim().split('\n').at(-1) ?? last;
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    const clock = setInterval(() => report(`building the media worker ${/^\[\d+\/\d+\]/u.exec(last)?.[0] ?? ''}`), 15_000);
    try {
      await succeeded(child);
    } catch (error) {
      throw new Error(`${reasonOf(error)}: ${last}`, { cause: error });
    } finally {
      clearInterval(clock);
    }
    renameSync(join(folder, 'mediasoup-worker'), target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Longer than any build takes. */
const abandonedAfterMs = 2 * 60 * 60_000;
const lookEveryMs = 5_000;

/** Removes what killed builds have left. */
const sweep = (): void => {
  for (const name of readdirSync(cacheFolder())) {
    const file = join(cacheFolder(), name);
    const unfinished = /^mediasoup-worker-.+\.\d+(?:\.\w+)?$/u.test(name);
    if (unfinished && Date.now() - statSync(file).mtimeMs > abandonedAfterMs) rmSync(file, { recursive: true, force: true });
  }
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** True while another process on this machine makes the same worker. */
const isMadeElsewhere = (cached: string): boolean =>
  readdirSync(cacheFolder()).some((name) => {
    const pid = Number(new RegExp(`^${basename(cached)}\\.(\\d+)\\.build$`, 'u').exec(name)?.[1] ?? process.pid);
    if (pid === process.pid || !isAlive(pid)) return false;
    const begun = statSync(join(cacheFolder(), name), { throwIfNoEntry: false })?.birthtimeMs;
    return begun !== undefined && Date.now() - begun < abandonedAfterMs;
  });

/**
 * Finds the worker: MEDIASOUP_WORKER_BIN, a cached one, the download of mediasoup's makers, or a build, in this order. As root on a machine
 * with apt it installs the libraries that the build lacks. Of several copies that start at once, one builds.
 * @throws PlainError with what is missing and how to go on without
 */
export const findMediaWorker = async (report: Report = () => undefined): Promise<string> => {
  const given = process.env['MEDIASOUP_WORKER_BIN'];
  if (given !== undefined && given !== '') {
    if (!runs(given)) throw new PlainError(`MEDIASOUP_WORKER_BIN is "${given}", which does not run as mediasoup's worker.`);
    return given;
  }
  const cached = join(cacheFolder(), `mediasoup-worker-${version()}-${recipeHash()}`);
  if (existsSync(cached) && runs(cached)) return cached;
  mkdirSync(cacheFolder(), { recursive: true });
  sweep();
  if (isMadeElsewhere(cached)) report('the media worker is being built by another copy');
  while (isMadeElsewhere(cached)) {
    await setTimeout(lookEveryMs);
    if (existsSync(cached) && runs(cached)) return cached;
  }
  const making = `${cached}.${String(process.pid)}`;
  const failures: string[] = [];
  const ways: [string, (target: string, report: Report) => Promise<void>][] = [
    ['download', download],
    ['build', build],
  ];
  mkdirSync(`${making}.build`, { recursive: true });
  try {
    for (const [name, way] of ways) {
      try {
        await way(making, report);
        if (!runs(making)) throw new Error('the program does not run here');
        renameSync(making, cached);
        return cached;
      } catch (error) {
        failures.push(`${name}: ${reasonOf(error)}`);
        rmSync(making, { force: true });
      }
    }
  } finally {
    rmSync(`${making}.build`, { recursive: true, force: true });
  }
  throw new PlainError(
    `Audio and video stay off, everything else runs: the media worker could not be fetched or built (${failures.join('; ')}). Install ${debian.join(' ')} to let it be built, set MEDIASOUP_WORKER_BIN to a worker of mediasoup ${version()}, or set MEDIA=false to go without.`,
  );
};
