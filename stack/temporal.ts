import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { z } from 'zod';
import { PlainError } from '../runtime/plain-error.ts';
import { keepInMind } from './children.ts';
import { choosePort } from './ports.ts';
import { birthMark, endProcess, isAlive } from './process-table.ts';
import { findTemporal } from './temporal-binary.ts';

/** Closed cases stay in Temporal this long (the server alone would keep them one day); the archive keeps them for good. */
const retention = '30 days';

interface PortChoice {
  wanted?: number | undefined;
  last?: number | undefined;
}

/** How to run Temporal's server for one machine. */
export interface TemporalOptions {
  /** Holds its database and pid file; made when missing. */
  folder: string;
  logFile: string;
  port?: PortChoice;
  uiPort?: PortChoice;
  /** `default` unless given; made when missing. */
  namespace?: string;
  /** Without the page for people, as in tests. */
  headless?: boolean;
  progress?: (what: string) => void;
}

/** A Temporal server that answers. */
export interface RunningTemporal {
  address: string;
  port: number;
  uiPort: number;
  pid: number;
  /** Resolves when the server process is gone, for whatever reason. */
  exited: Promise<string>;
  /** Ends it, by force after `limit` milliseconds. */
  stop: (limit?: number) => Promise<void>;
}

const pidFileSchema = z.object({ pid: z.int(), born: z.string() });

const pidFileIn = (folder: string): string => join(folder, 'temporal.pid');

/** Ends the server that a killed stack left behind: it holds the database file and the ports. */
export const endOrphanTemporal = async (folder: string): Promise<void> => {
  const pidFile = pidFileIn(folder);
  if (!existsSync(pidFile)) return;
  const written = pidFileSchema.safeParse(JSON.parse(readFileSync(pidFile, 'utf8') || 'null'));
  if (written.success && birthMark(written.data.pid) === written.data.born) await endProcess(written.data.pid, [['SIGTERM', 5_000]]);
  rmSync(pidFile, { force: true });
};

/** The reasons for the tuning are measured: without it every dispatch waits up to 50 ms (see docs/ARCHITECTURE.md). */
const parametersFor = (options: TemporalOptions, port: number, uiPort: number): string[] => {
  const processors = ['transferProcessor', 'timerProcessor', 'visibilityProcessor', 'outboundProcessor'];
  return [
    'server',
    'start-dev',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    ...(options.headless === true ? ['--headless'] : ['--ui-port', String(uiPort)]),
    '--db-filename',
    join(options.folder, 'temporal.db'),
    ...(options.namespace === undefined ? [] : ['--namespace', options.namespace]),
    '--log-format',
    'json',
    '--log-level',
    'warn',
    ...['CaseKind', 'RegionId', 'CentreId'].flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ...processors.flatMap((name) => ['--dynamic-config-value', `history.${name}MaxPollRPS=2000`]),
    '--dynamic-config-value',
    'system.enableActivityEagerExecution=true',
    '--sqlite-pragma',
    'journal_mode=WAL',
    '--sqlite-pragma',
    'synchronous=NORMAL',
  ];
};

/** Waits until the server serves the namespace, sets how long closed cases are kept, and answers whether it got there. */
const becomesReady = async (address: string, namespace: string, pid: number): Promise<boolean> => {
  const deadline = Date.now() + 60_000;
  const connection = Connection.lazy({ address });
  try {
    while (Date.now() < deadline) {
      if (!isAlive(pid)) return false;
      try {
        await connection.withDeadline(Date.now() + 2_000, () =>
          connection.workflowService.updateNamespace({
            namespace,
            config: { workflowExecutionRetentionTtl: msToTs(retention) },
          }),
        );
        return true;
      } catch {
        // Not up yet; the loop above ends when it never comes.
        await sleep(100);
      }
    }
  } finally {
    await connection.close();
  }
  throw new PlainError('The Temporal server started but does not answer; see temporal.log in the logs folder of DATA_DIR.');
};

const untilGone = async (child: ChildProcess): Promise<string> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return 'has ended';
};

const launch = (program: string, parameters: string[], logFile: string): ChildProcess => {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  try {
    // A group of its own: Ctrl-C in the terminal must reach the stack only, which stops it after the workers.
    return spawn(program, parameters, { stdio: ['ignore', log, log], detached: true });
  } finally {
    closeSync(log);
  }
};

/** Starts the server (ending one that a killed stack left behind). Throws a PlainError when it cannot. */
export const startTemporal = async (options: TemporalOptions): Promise<RunningTemporal> => {
  const program = await findTemporal(options.progress ?? (() => undefined));
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const pidFile = pidFileIn(options.folder);
  await endOrphanTemporal(options.folder);
  const port = await choosePort({ ...options.port, variable: 'TEMPORAL_PORT' });
  const uiPort = await choosePort({ ...options.uiPort, variable: 'TEMPORAL_UI_PORT' });
  const child = launch(program, parametersFor(options, port, uiPort), options.logFile);
  child.on('error', () => undefined); // a child that could not be started has no pid, which is answered below
  const { pid } = child;
  if (pid === undefined) throw new PlainError(`The Temporal server ${program} cannot be run.`);
  keepInMind(pid, 'SIGKILL');
  writeFileSync(pidFile, JSON.stringify({ pid, born: birthMark(pid) }), { mode: 0o600 });
  const exited = untilGone(child);
  const address = `127.0.0.1:${String(port)}`;
  if (!(await becomesReady(address, options.namespace ?? 'default', pid)))
    throw new PlainError(`The Temporal server does not start; the reason is at the end of ${options.logFile}.`);
  return {
    address,
    port,
    uiPort,
    pid,
    exited,
    stop: async (limit = 5_000) => {
      await endProcess(pid, [['SIGTERM', limit]]);
      rmSync(pidFile, { force: true });
    },
  };
};
