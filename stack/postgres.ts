import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { PlainError, codeOf } from '../runtime/plain-error.ts';
import { keepInMind } from './children.ts';
import { choosePort } from './ports.ts';
import { findPostgres } from './postgres-binaries.ts';
import { makeCluster, placeCluster } from './postgres-cluster.ts';
import { commandLine, endProcess, isAlive } from './process-table.ts';
import { type Account, runAs, unprivilegedAccount } from './unprivileged.ts';

/** Options of the embedded PostgreSQL. */
export interface PostgresOptions {
  /** Folder of the cluster; created when missing. */
  folder: string;
  logFile: string;
  /** Passwords of the superuser `postgres`, of `zhengna_owner`, which owns the product's tables, and of `zhengna`, which only uses them. */
  passwords: { superuser: string; owner: string; application: string };
  /** Configured port (POSTGRES_PORT), and that of the last start, which is used when free. */
  port?: { wanted?: number | undefined; last?: number | undefined };
  /** Additional settings of postgresql.conf. */
  settings?: Record<string, string>;
  progress?: (what: string) => void;
}

/** PostgreSQL server that accepts connections. */
export interface RunningPostgres {
  port: number;
  pid: number;
  /** True when it was left running by a killed stack. */
  adopted: boolean;
  /** URL of the product's database for its processes, which own nothing in it. */
  url: string;
  /** URL of the same database as the owner of its tables, for migrations. */
  ownerUrl: string;
  /** URL of the maintenance database, as superuser. */
  adminUrl: string;
  /** Resolves when the server process has ended for any reason. */
  exited: Promise<string>;
  /** Stops it gracefully (rolls back open transactions, flushes data), by force after `limit` milliseconds. */
  stop: (limit?: number) => Promise<void>;
}

const urlFor = (user: string, password: string, port: number, database: string): string =>
  `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${String(port)}/${database}`;

/** Reads the running server's pid file: line 1 is the pid, line 4 the port. */
const findPostmaster = (data: string): { pid: number; port: number } | undefined => {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  // After a kill -9 of everything the pid may belong to another process, and PostgreSQL would then refuse to start.
  if (Number.isInteger(pid) && pid > 0 && isAlive(pid) && commandLine(pid).includes(data)) return { pid, port: Number(lines[3]) };
  rmSync(file, { force: true });
  return undefined;
};

/** SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one (recovery at the next start). */
const stopServer = async (pid: number, limit = 7_000): Promise<void> => {
  await endProcess(pid, [
    ['SIGINT', limit * 0.7],
    ['SIGQUIT', limit * 0.3],
  ]);
};

/** Stops the server that a killed stack left in this folder, if there is one. */
export const endOrphanPostgres = async (folder: string): Promise<void> => {
  const orphan = findPostmaster(join(folder, 'data'));
  if (orphan !== undefined) await stopServer(orphan.pid);
};

const settingsFor = (port: number, more: Record<string, string>): string[] => {
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // No personal data in logs: neither the failing statement's values nor the DETAIL line, which repeats a row.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...more,
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
};

const spawnServer = (program: string, data: string, port: number, options: PostgresOptions, account: Account | undefined): ChildProcess => {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, 'a', 0o600);
  try {
    return spawn(program, ['-D', data, ...settingsFor(port, options.settings ?? {})], {
      ...runAs(account),
      cwd: '/',
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
      stdio: ['ignore', log, log],
      // Own process group: Ctrl-C must reach only the stack, which stops the database last.
      detached: true,
    });
  } finally {
    closeSync(log);
  }
};

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined); // a connection lost later does not matter, only whether connecting works
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (codeOf(error) === '28P01') {
      throw new PlainError(
        'PostgreSQL refuses the password: secrets.json does not belong to this database. Put the right secrets.json back into DATA_DIR, or remove DATA_DIR to start anew.',
      );
    }
    return false;
  } finally {
    await client.end();
  }
};

/** Waits up to 60 s for the server (recovery after a crash takes time); returns false when the process ended before. */
const waitForAnswer = async (url: string, pid: number): Promise<boolean> => {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (!isAlive(pid)) return false;
    if (await answers(url)) return true;
    await sleep(40);
  }
  throw new PlainError('PostgreSQL started but does not answer; see postgres.log in the logs folder of DATA_DIR.');
};

const appRole = 'zhengna';
const ownerRole = 'zhengna_owner';

/** Creates the two roles and the database. In a folder of an earlier version the tables belong to the application's role: they change hands. */
const ensureDatabase = async (adminUrl: string, { owner, application }: PostgresOptions['passwords']): Promise<void> => {
  const existing = await asAdmin(adminUrl, async (client) => {
    for (const [role, password] of [
      [ownerRole, owner],
      [appRole, application],
    ] as const) {
      const found = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      if (found.rowCount === 0) await client.query(`create role ${role} login password ${client.escapeLiteral(password)}`);
    }
    const database = await client.query<{ owner: string }>(
      "select pg_get_userbyid(datdba) as owner from pg_database where datname = 'zhengna'",
    );
    if (database.rowCount === 0) await client.query(`create database zhengna owner ${ownerRole}`);
    return database.rows[0];
  });
  if (existing?.owner !== appRole) return;
  const url = new URL(adminUrl);
  url.pathname = '/zhengna';
  await asAdmin(url.href, (client) => client.query(`reassign owned by ${appRole} to ${ownerRole}`));
};

const asAdmin = async <T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** Resolves when the process has ended. An adopted process is not our child, so it is polled. */
const untilGone = async (pid: number, child: ChildProcess | undefined): Promise<string> => {
  if (child !== undefined && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  while (isAlive(pid)) await sleep(250);
  return 'has ended';
};

const launch = async (
  program: string,
  data: string,
  options: PostgresOptions,
  account: Account | undefined,
): Promise<{ child: ChildProcess; port: number }> => {
  // Processes of a killed server briefly hold its shared memory, and a new server refuses to start until they end.
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort({ ...options.port, variable: 'POSTGRES_PORT' });
    const child = spawnServer(program, data, port, options, account);
    child.on('error', () => undefined); // handled below: a child that failed to start has no pid
    keepInMind(child.pid, 'SIGQUIT');
    if (child.pid !== undefined && (await waitForAnswer(urlFor('postgres', options.passwords.superuser, port, 'postgres'), child.pid)))
      return { child, port };
    if (attempt === 10) throw new PlainError(`PostgreSQL does not start; the reason is at the end of ${options.logFile}.`);
    await sleep(300);
  }
};

/**
 * Starts PostgreSQL, or adopts the server that a killed stack left running, and creates the product's database if it is missing. Throws a
 * PlainError when it cannot.
 */
export const startPostgres = async (options: PostgresOptions): Promise<RunningPostgres> => {
  const progress = options.progress ?? (() => undefined);
  const account = unprivilegedAccount();
  const programs = findPostgres(account);
  const place = placeCluster(options.folder, account, progress);
  const data = await makeCluster({ initdb: programs.initdb, place, account, superuserPassword: options.passwords.superuser, progress });

  let orphan = findPostmaster(data);
  if (orphan !== undefined && options.port?.wanted !== undefined && options.port.wanted !== orphan.port) {
    await stopServer(orphan.pid);
    orphan = undefined;
  }
  if (orphan !== undefined && !(await waitForAnswer(urlFor('postgres', options.passwords.superuser, orphan.port, 'postgres'), orphan.pid)))
    orphan = undefined;
  const launched = orphan === undefined ? await launch(programs.postgres, data, options, account) : undefined;
  const port = launched?.port ?? orphan?.port;
  const pid = launched?.child.pid ?? orphan?.pid;
  if (port === undefined || pid === undefined) throw new PlainError('PostgreSQL ended while it was being started.');

  keepInMind(pid, 'SIGQUIT');
  const adminUrl = urlFor('postgres', options.passwords.superuser, port, 'postgres');
  await ensureDatabase(adminUrl, options.passwords);
  return {
    port,
    pid,
    adopted: orphan !== undefined,
    url: urlFor(appRole, options.passwords.application, port, 'zhengna'),
    ownerUrl: urlFor(ownerRole, options.passwords.owner, port, 'zhengna'),
    adminUrl,
    exited: untilGone(pid, launched?.child),
    stop: (limit) => stopServer(pid, limit),
  };
};
