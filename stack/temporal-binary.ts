import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { PlainError, reasonOf } from '../runtime/plain-error.ts';
import { keepInMind, succeeded } from './children.ts';
import { cacheFolder } from './cache.ts';

/** Latest release that `go install` can build; later ones contain replace directives, which it refuses. */
const goPackage = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';

/** @param ask argument that makes the program answer without further effect, usually --version */
const runs = (program: string, ask: string): boolean => {
  try {
    execFileSync(program, [ask], { stdio: 'ignore', timeout: 10_000 });
    return true;
  } catch {
    // Missing, not executable or for another platform: it cannot be used.
    return false;
  }
};

/** Returns the first program of that name on PATH that runs. */
export const onPath = (name: string, ask = '--version'): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file) && runs(file, ask));

/** Finds Go on PATH or where its own installer puts it. */
export const findGo = (): string | undefined => onPath('go', 'version') ?? ['/usr/local/go/bin/go'].find((file) => existsSync(file));

const archiveSchema = z.object({ archiveUrl: z.url(), fileToExtract: z.string() });

/** Downloads from the source that Temporal's SDKs use for the local server. */
const download = async (target: string, progress: (what: string) => void): Promise<void> => {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const query = new URLSearchParams({ arch: architecture, platform: process.platform, format: 'tar.gz' });
  const answer = await fetch(`https://temporal.download/cli/default?${query.toString()}`, { signal: AbortSignal.timeout(8_000) });
  if (!answer.ok) throw new Error(`temporal.download answered ${String(answer.status)}`);
  const { archiveUrl, fileToExtract } = archiveSchema.parse(await answer.json());
  progress('downloading the Temporal server');
  const archive = await fetch(archiveUrl, { signal: AbortSignal.timeout(180_000) });
  if (!archive.ok || archive.body === null) throw new Error(`the download answered ${String(archive.status)}`);
  const packed = `${target}.tar.gz`;
  const unpacked = `${target}.unpacked`;
  try {
    await pipeline(Readable.fromWeb(archive.body), createWriteStream(packed));
    mkdirSync(unpacked);
    await succeeded(spawn('tar', ['-xzf', packed, '-C', unpacked, fileToExtract], { stdio: 'ignore' }));
    renameSync(join(unpacked, fileToExtract), target);
  } finally {
    rmSync(packed, { force: true });
    rmSync(unpacked, { recursive: true, force: true });
  }
};

/** Builds the server from source; shows the current module as progress. */
const build = async (go: string, target: string, progress: (what: string) => void): Promise<void> => {
  const folder = `${target}.built`;
  progress('building the Temporal server from source with Go, which takes a few minutes');
  const began = Date.now();
  const child = spawn(go, ['install', '-v', goPackage], {
    env: { ...process.env, GOBIN: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  keepInMind(child.pid, 'SIGKILL');
  let last = '';
  child.stderr.on('data', (chunk: Buffer) => {
    last = chunk.toString('utf8').trim().split('\n').at(-1) ?? last;
  });
  const clock = setInterval(() => {
    progress(`building the Temporal server: ${String(Math.round((Date.now() - began) / 1000))} s${last === '' ? '' : ` (${last})`}`);
  }, 15_000);
  try {
    await succeeded(child);
    renameSync(join(folder, 'temporal'), target);
  } catch (error) {
    throw new Error(`${reasonOf(error)}${last === '' ? '' : `: ${last}`}`, { cause: error });
  } finally {
    clearInterval(clock);
    rmSync(folder, { recursive: true, force: true });
  }
};

/**
 * Finds the Temporal server for local use: `temporal` on PATH, a cached one, a download, or a build, in this order. Throws a PlainError
 * with instructions when all fail.
 */
export const findTemporal = async (progress: (what: string) => void): Promise<string> => {
  const installed = onPath('temporal');
  if (installed !== undefined) return installed;
  const cached = join(cacheFolder(), 'temporal');
  if (existsSync(cached) && runs(cached, '--version')) return cached;

  mkdirSync(cacheFolder(), { recursive: true });
  const making = `${cached}.${String(process.pid)}`;
  const go = findGo();
  const failures: string[] = [];
  const ways: [string, () => Promise<void>][] = [['download', () => download(making, progress)]];
  if (go !== undefined) ways.push(['go install', () => build(go, making, progress)]);
  for (const [name, way] of ways) {
    try {
      await way();
      chmodSync(making, 0o755);
      renameSync(making, cached);
      return cached;
    } catch (error) {
      failures.push(`${name}: ${reasonOf(error)}`);
    }
  }
  throw new PlainError(
    `The Temporal server is missing and could not be fetched (${failures.join('; ')}). Install the "temporal" command (https://docs.temporal.io/cli) so that it is on PATH, install Go ≥ 1.24 to let it be built, or set TEMPORAL_ADDRESS to a cluster of your own.`,
  );
};
