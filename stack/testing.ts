import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { birthMark } from './process-table.ts';
import { endOrphanPostgres, startPostgres } from './postgres.ts';
import { endOrphanTemporal, startTemporal } from './temporal.ts';

/** Service for one run of tests or benchmarks. `stop` removes its folder. */
export interface TestService {
  /** PostgreSQL: the maintenance database as superuser. Temporal: host:port. */
  address: string;
  stop: () => Promise<void>;
}

const prefix = 'zhengna-test-';

const ownerMark = (): string => `${String(process.pid)} ${birthMark(process.pid)}`;

const ownerLives = (folder: string): boolean => {
  const file = join(folder, 'owner');
  if (!existsSync(file)) return true; // being created at this moment
  const mark = readFileSync(file, 'utf8');
  const pid = Number(mark.split(' ')[0]);
  return birthMark(pid) !== '' && mark === `${String(pid)} ${birthMark(pid)}`;
};

/** Stops and removes what a killed run left behind. */
export const sweepTestServices = async (): Promise<void> => {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    if (ownerLives(folder)) continue;
    await endOrphanPostgres(join(folder, 'postgres'));
    await endOrphanTemporal(join(folder, 'temporal'));
    rmSync(folder, { recursive: true, force: true });
  }
};

const ownFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(folder, 0o755); // PostgreSQL may run under another account
  writeFileSync(join(folder, 'owner'), ownerMark());
  return folder;
};

/** Starts a fresh PostgreSQL with the empty database `zhengna`; without fsync, so its data are not durable. */
export const startTestPostgres = async (): Promise<TestService> => {
  const folder = ownFolder();
  const password = randomBytes(12).toString('hex');
  const server = await startPostgres({
    folder: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
    passwords: { superuser: password, owner: password, application: password },
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      log_min_error_statement: 'error',
      log_error_verbosity: 'default',
    },
  });
  return {
    address: server.adminUrl,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Starts a fresh Temporal server with the product's settings. */
export const startTestTemporal = async (progress?: (what: string) => void): Promise<TestService> => {
  const folder = ownFolder();
  const server = await startTemporal({
    folder: join(folder, 'temporal'),
    logFile: join(folder, 'temporal.log'),
    headless: true,
    ...(progress === undefined ? {} : { progress }),
  });
  return {
    address: server.address,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Returns the URL of a test database for the product's processes, or for the owner of its tables. */
export const testDatabaseUrl = (adminUrl: string, name: string, role: 'zhengna' | 'zhengna_owner' = 'zhengna'): string => {
  const url = new URL(adminUrl);
  url.username = role;
  url.pathname = `/${name}`;
  return url.href;
};

const asAdmin = async (adminUrl: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

/** Returns a unique database name. */
export const testDatabaseName = (): string => `test_${randomBytes(6).toString('hex')}`;

/** Clones the migrated database `zhengna` (about 50 ms). */
export const createTestDatabase = async (adminUrl: string, name: string): Promise<void> => {
  await asAdmin(adminUrl, `create database ${pg.escapeIdentifier(name)} template zhengna owner zhengna_owner`);
};

/** Drops the database, even while clients are connected. */
export const dropTestDatabase = async (adminUrl: string, name: string): Promise<void> => {
  await asAdmin(adminUrl, `drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
};
