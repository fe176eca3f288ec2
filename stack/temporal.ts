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

/** Retention of closed workflows (the server's default is one day); the archive keeps their histories permanently. */
const retention = '30 days';

interface PortChoice {
  wanted?: number | undefined;
  last?: number | undefined;
}

/** Options of the Temporal server for one machine. */
export interface TemporalOptions {
  /** Folder of its database and pid file; created when missing. */
  folder: string;
  logFile: string;
  port?: PortChoice;
  uiPort?: PortChoice;
  /** Default `default`; created when missing. */
  namespace?: string;
  /** True to run without the web UI, as in tests. */
  headless?: boolean;
  progress?: (what: string) => void;
}

/** Temporal server that accepts connections. */
export interface RunningTemporal {
  address: string;
  port: number;
  uiPort: number;
  pid: number;
  /** Resolves when the server process has ended for any reason. */
  exited: Promise<string>;
  /** Stops it, by force after `limit` milliseconds. */
  stop: (limit?: number) => Promise<void>;
}

const pidFileSchema = z.object({ pid: z.int(), born: z.string() });

const pidFileIn = (folder: string): string => join(folder, 'temporal.pid');

/** Stops the server that a killed stack left running, because it holds the database file and the ports. */
export const endOrphanTemporal = async (folder: string): Promise<void> => {
  const pidFile = pidFileIn(folder);
  if (!existsSync(pidFile)) return;
  const written = pidFileSchema.safeParse(JSON.parse(readFileSync(pidFile, 'utf8') || 'null'));
  if (written.success && birthMark(written.data.pid) === written.data.born) await endProcess(written.data.pid, [['SIGTERM', 5_000]]);
  rmSync(pidFile, { force: true });
};

/** This tuning was measured: without it every dispatch waits up to 50 ms (see docs/ARCHITECTURE.md). */
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

/** Waits until the server serves the namespace and sets its retention; returns whether that succeeded. */
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
        // Not up yet; the loop ends at the deadline.
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
    // Own process group: Ctrl-C must reach only the stack, which stops the server after the workers.
    return spawn(program, parameters, { stdio: ['ignore', log, log], detached: true });
  } finally {
    closeSync(log);
  }
};

/** Starts the server, after stopping one that a killed stack left running. Throws a PlainError when it cannot. */
export const startTemporal = async (options: TemporalOptions): Promise<RunningTemporal> => {
  const program = await findTemporal(options.progress ?? (() => undefined));
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const pidFile = pidFileIn(options.folder);
  await endOrphanTemporal(options.folder);
  const port = await choosePort({ ...options.port, variable: 'TEMPORAL_PORT' });
  const uiPort = await choosePort({ ...options.uiPort, variable: 'TEMPORAL_UI_PORT' });
  const child = launch(program, parametersFor(options, port, uiPort), options.logFile);
  child.on('error', () => undefined); // handled below: a child that failed to start has no pid
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
