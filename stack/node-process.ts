import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PlainError } from '../runtime/plain-error.ts';
import { keepInMind } from './children.ts';
import { endProcess, signal } from './process-table.ts';
import type { Running } from './supervise.ts';

/** The repository's root. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A process of ours. */
export interface NodeProcess {
  name: string;
  /** Path of its main file from the root, and what follows on the command line. */
  command: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Its standard output and error, as they come: JSON, one line each. */
  logFile: string;
  /** Answers 200 when it is ready to serve; a process may say so earlier by announceReady. */
  readyUrl: string;
  /** Milliseconds without a heart-beat after which it counts as frozen; 20,000 unless given. */
  frozenAfter?: number;
}

/** A process that is not ready by then has failed to start. */
const startLimit = 90_000;

/** Ten missed heart-beats: far more than a long garbage collection or a busy machine costs. */
const usualFrozenAfter = 20_000;

const answersReady = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    // Nobody listens yet.
    return false;
  }
};

const endOf = (child: ChildProcess): string =>
  child.signalCode === null ? `ended with ${child.exitCode ?? 'an error'}` : `was ended by ${child.signalCode}`;

/** What the process wrote since `from` that says best why it ended: the error's line, or the one sentence of a PlainError. */
const lastWords = (logFile: string, from: number): string => {
  const lines = readFileSync(logFile).subarray(from).toString('utf8').trim().split('\n');
  const sentences = lines.filter((line) => line !== '' && !/^\s|^\{|^Node\.js v/.test(line));
  const best = sentences.findLast((line) => /^\w*Error\b/.test(line)) ?? sentences.at(-1);
  return best === undefined ? `see ${logFile}` : best.replace(/\.$/, '');
};

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

/**
 * Ends a process whose event loop stands still (stopped by a signal, or in an endless loop), so that it is started again.
 * Silence is counted in ticks of our own: while the whole machine sleeps, neither side ticks, and nobody is frozen.
 * @returns how to stop watching, and whether it was found frozen
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
    // A process that has not announced itself yet sends none; whether it starts at all is bounded by startLimit.
    if (!beating || hasEnded(child) || frozen) return;
    silent += 1;
    if (silent <= ticks || child.pid === undefined) return;
    frozen = true;
    signal(child.pid, 'SIGKILL');
  }, frozenAfter / ticks).unref();
  return { stop: () => clearInterval(timer), foundFrozen: () => frozen };
};

/** Starts a process of ours and waits until it is ready. Throws a PlainError with its last words when it does not get there. */
export const startNodeProcess = async (options: NodeProcess): Promise<Running> => {
  const log = openSync(options.logFile, 'a', 0o600);
  const writtenBefore = statSync(options.logFile).size;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...options.command], {
    cwd: root,
    env: options.env,
    // Over the IPC channel the child says that it is ready, and its closing tells it that this process is gone (runtime/lifecycle.ts).
    stdio: ['ignore', log, log, 'ipc'],
    // A group of its own: Ctrl-C in the terminal must reach the stack only, which stops its processes in order.
    detached: true,
  });
  closeSync(log);
  keepInMind(child.pid, 'SIGKILL');
  child.on('error', () => undefined); // seen below: a child that could not be started has no pid
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
