import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../runtime/plain-error.ts';

const onLinux = process.platform === 'linux';

const readProc = (pid: number, file: string): string => {
  try {
    return readFileSync(`/proc/${String(pid)}/${file}`, 'utf8');
  } catch (error) {
    // The process ended meanwhile; an empty result is correct.
    if (['ENOENT', 'ESRCH', 'EACCES'].includes(codeOf(error) ?? '')) return '';
    throw error;
  }
};

const askPs = (pid: number, field: string): string => {
  try {
    return execFileSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    // ps exits with 1 when there is no such process.
    return '';
  }
};

/** Fields after the command's name in /proc/PID/stat: the state is first, the start time (clock ticks since boot) twentieth. */
const statFields = (pid: number): string[] => {
  const stat = readProc(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

/** True when the process runs. A zombie does not (as pid 1 of a container, npm never reaps children). */
export const isAlive = (pid: number): boolean => {
  const state = onLinux ? statFields(pid)[0] : askPs(pid, 'stat')[0];
  return state !== undefined && state !== '' && state !== 'Z' && state !== 'X';
};

/** Returns the command line joined by spaces; empty when the process has ended. */
export const commandLine = (pid: number): string =>
  onLinux ? readProc(pid, 'cmdline').replaceAll('\0', ' ').trim() : askPs(pid, 'command');

/** Returns a mark that distinguishes this process from a later one with the same pid; empty when there is none. */
export const birthMark = (pid: number): string => {
  if (!isAlive(pid)) return '';
  if (!onLinux) return askPs(pid, 'lstart');
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot}:${statFields(pid)[19] ?? ''}`;
};

/** Sends a signal; returns false when the process has ended. */
export const signal = (pid: number, name: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
    throw error;
  }
};

/** Waits until the process has ended; returns false when it still runs after `limit` milliseconds. */
export const waitForEnd = async (pid: number, limit: number): Promise<boolean> => {
  const deadline = Date.now() + limit;
  while (isAlive(pid)) {
    if (Date.now() >= deadline) return false;
    await sleep(20);
  }
  return true;
};

/** Ends a process with increasingly strong signals, each with its time in milliseconds; SIGKILL comes last. */
export const endProcess = async (pid: number, steps: readonly (readonly [NodeJS.Signals, number])[]): Promise<void> => {
  for (const [name, limit] of steps) {
    if (!signal(pid, name) || (await waitForEnd(pid, limit))) return;
  }
  signal(pid, 'SIGKILL');
  await waitForEnd(pid, 5_000);
};
