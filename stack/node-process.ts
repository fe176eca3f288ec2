import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PlainError } from '../runtime/plain-error.ts';
import { keepInMind } from './children.ts';
import { endProcess, signal } from './process-table.ts';
import type { Running } from './supervise.ts';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Process of the product. */
export interface NodeProcess {
  name: string;
  /** Path of its main file, relative to the root, and its arguments. */
  command: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Raw standard output and error: one JSON object per line. */
  logFile: string;
  /** URL that answers 200 when the process is ready; announceReady may report it earlier. */
  readyUrl: string;
  /** Milliseconds without a heartbeat after which it counts as frozen; default 20,000. */
  frozenAfter?: number;
}

/** Milliseconds after which a process that is not ready has failed to start. */
const startLimit = 90_000;

/** Ten missed heartbeats, far more than a long garbage collection or a busy machine causes. */
const usualFrozenAfter = 20_000;

const answersReady = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // Not listening yet.
    return false;
  }
};

const endOf = (child: ChildProcess): string =>
  child.signalCode === null ? `ended with ${child.exitCode ?? 'an error'}` : `was ended by ${child.signalCode}`;

/** Returns the log line written since `from` that best explains the end: the error, or the sentence of a PlainError. */
const lastWords = (logFile: string, from: number): string => {
  const lines = readFileSync(logFile).subarray(from).toString('utf8').trim().split('\n');
  const sentences = lines.filter((line) => line !== '' && !/^\s|^\{|^Node\.js v/.test(line));
  const best = sentences.findLast((line) => /^\w*Error\b/.test(line)) ?? sentences.at(-1);
  return best === undefined ? `see ${logFile}` : best.replace(/\.$/, '');
};

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

/**
 * Kills a process whose event loop is blocked (stopped by a signal, or in an endless loop), so that it is restarted. Silence is counted in
 * ticks of this process. While the machine sleeps, neither side ticks, so no process counts as frozen.
 * @returns function to stop watching, and whether the process was frozen
 */
const watchHeartbeats = (child: ChildProcess, frozenAfter: number): { stop: () => void; foundFrozen: () => boolean } => {
  const ticks = 20;
  let silent = 0;
  let beating = false;
  let frozen = false;
  child.on('message', () => {
    beating = true;
    silent = 0;
  });
  const timer = setInterval(() => {
    // A process sends no heartbeats before it is ready; startLimit bounds its start.
    if (!beating || hasEnded(child) || frozen) return;
    silent += 1;
    if (silent <= ticks || child.pid === undefined) return;
    frozen = true;
    signal(child.pid, 'SIGKILL');
  }, frozenAfter / ticks).unref();
  return { stop: () => clearInterval(timer), foundFrozen: () => frozen };
};

/** Starts a process and waits until it is ready. Throws a PlainError with its last log line when it fails. */
export const startNodeProcess = async (options: NodeProcess): Promise<Running> => {
  const log = openSync(options.logFile, 'a', 0o600);
  const writtenBefore = statSync(options.logFile).size;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...options.command], {
    cwd: root,
    env: options.env,
    // Through the IPC channel the child reports that it is ready. The channel's closing tells it that this process is gone
    // (runtime/lifecycle.ts).
    stdio: ['ignore', log, log, 'ipc'],
    // Own process group: Ctrl-C must reach only the stack, which stops its processes in order.
    detached: true,
  });
  closeSync(log);
  keepInMind(child.pid, 'SIGKILL');
  child.on('error', () => undefined); // handled below: a child that failed to start has no pid
  const frozenAfter = options.frozenAfter ?? usualFrozenAfter;
  const heartbeats = watchHeartbeats(child, frozenAfter);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', () => {
      heartbeats.stop();
      resolve(heartbeats.foundFrozen() ? `gave no sign of life for ${frozenAfter / 1000} s and was ended` : endOf(child));
    });
  });
  const stop = async (limit: number): Promise<void> => {
    if (child.pid !== undefined && !hasEnded(child)) await endProcess(child.pid, [['SIGTERM', limit]]);
  };
  const state = { announced: false };
  child.once('message', () => {
    state.announced = true;
  });
  const deadline = Date.now() + startLimit;
  while (!state.announced && !(await answersReady(options.readyUrl))) {
    if (hasEnded(child)) throw new PlainError(`The ${options.name} process does not start: ${lastWords(options.logFile, writtenBefore)}.`);
    if (Date.now() > deadline) {
      await stop(5_000);
      throw new PlainError(
        `The ${options.name} process is not ready after ${startLimit / 1000} s; the reason is at the end of ${options.logFile}.`,
      );
    }
    await sleep(50);
  }
  return { exited, stop };
};
