/** A real S3 server for tests: versitygw, an S3 gateway over a folder. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import getPort from 'get-port';

import type { ObjectStoreEnvironment } from '../../runtime/object-store-variables.ts';
import { createBucketStore } from '../../runtime/object-store.ts';
import { PlainError, reasonOf } from '../../runtime/plain-error.ts';
import { cacheFolder } from '../../stack/cache.ts';
import { findGo, onPath } from '../../stack/temporal-binary.ts';

const version = 'v1.8.0';
const goPackage = `github.com/versity/versitygw/cmd/versitygw@${version}`;

type Progress = (what: string) => void;

const say: Progress = (what) => {
  process.stderr.write(`${what}\n`);
};

/** Builds the server from source; the line of the module being fetched or compiled shows that it goes on. */
async function build(go: string, target: string, progress: Progress): Promise<void> {
  const folder = `${target}.${String(process.pid)}`;
  progress('building the S3 server for tests from source with Go, which takes a minute or two');
  const began = Date.now();
  // No C compiler is needed then, and nothing is linked that only debuggers read.
  const child = spawn(go, ['install', '-v', '-ldflags=-s -w', goPackage], {
    env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let last = '';
  child.stderr.on('data', (chunk: Buffer) => {
    last = chunk.toString('utf8').trim().split('\n').at(-1) ?? last;
  });
  const clock = setInterval(() => {
    progress(`building the S3 server for tests: ${String(Math.round((Date.now() - began) / 1000))} s (${last})`);
  }, 15_000);
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${go} ended with ${String(code)}: ${last}`);
    renameSync(path.join(folder, 'versitygw'), target);
  } finally {
    clearInterval(clock);
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The S3 server: `versitygw` on PATH, else the one of an earlier run in our cache, else built with Go.
 * @throws PlainError that says what to do when none of it works
 */
async function findS3Server(progress: Progress = say): Promise<string> {
  const installed = onPath('versitygw');
  if (installed !== undefined) return installed;
  const cached = path.join(cacheFolder(), `versitygw-${version}`);
  if (existsSync(cached)) return cached;
  const go = findGo();
  const missing = 'The tests of files in a bucket need an S3 server';
  const help = 'install Go ≥ 1.25 to let it be built, or put "versitygw" (https://github.com/versity/versitygw) on PATH.';
  if (go === undefined) throw new PlainError(`${missing}, and neither "versitygw" nor "go" is there: ${help}`);
  mkdirSync(cacheFolder(), { recursive: true });
  try {
    await build(go, cached, progress);
  } catch (error) {
    throw new PlainError(`${missing}, which could not be built (${reasonOf(error)}): ${help}`, { cause: error });
  }
  return cached;
}

export interface S3Server {
  /** A bucket of its own, empty, with the keys for it. */
  environment: ObjectStoreEnvironment;
  /** The folder in which the bucket lies. */
  folder: string;
  stop: () => Promise<void>;
}

/** Starts one on a free port, over a folder of its own below the temporary one. */
export async function startS3Server(): Promise<S3Server> {
  const program = await findS3Server();
  const folder = await mkdtemp(path.join(tmpdir(), 'zhengna-s3-'));
  const port = await getPort({ host: '127.0.0.1' });
  const environment: ObjectStoreEnvironment = {
    bucket: 'files',
    endpoint: `http://127.0.0.1:${String(port)}`,
    region: 'us-east-1',
    accessKeyId: 'test-access-key',
    secretAccessKey: 'test-secret-key-of-s3',
    pathStyle: true,
  };
  for (const part of ['buckets/files', 'attributes']) await mkdir(path.join(folder, part), { recursive: true });
  // The shell holds our end of a pipe: should this process be killed, the server goes with it.
  const child = spawn(
    'sh',
    [
      '-c',
      '"$0" "$@" </dev/null & server=$!; cat >/dev/null; kill $server; wait $server',
      program,
      '--quiet',
      '--port',
      `127.0.0.1:${String(port)}`,
      'posix',
      '--sidecar',
      path.join(folder, 'attributes'),
      path.join(folder, 'buckets'),
    ],
    {
      env: { ...process.env, ROOT_ACCESS_KEY: environment.accessKeyId, ROOT_SECRET_KEY: environment.secretAccessKey },
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  const closed = once(child, 'close');
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await closed;
    await rm(folder, { recursive: true, force: true });
  };
  const objects = createBucketStore(environment);
  try {
    await answers(() => objects.check());
  } catch (error) {
    await stop();
    throw error;
  } finally {
    objects.close();
  }
  return { environment, folder: path.join(folder, 'buckets/files'), stop };
}

/** Asks until there is an answer, for at most twenty seconds. */
async function answers(check: () => Promise<void>): Promise<void> {
  const until = Date.now() + 20_000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await sleep(100);
  }
}
