import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { choosePort } from './ports.ts';
import { type PostgresOptions, startPostgres } from './postgres.ts';
import { isAlive, signal, waitForEnd } from './process-table.ts';

let base = '';
let options: PostgresOptions = { folder: '', logFile: '', passwords: { superuser: '', owner: '', application: '' } };

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'stack-postgres-'));
  chmodSync(base, 0o755);
  options = {
    folder: join(base, 'postgres'),
    logFile: join(base, 'postgres.log'),
    passwords: { superuser: 'super-secret', owner: 'owner-secret', application: 'app-secret' },
  };
});

afterAll(() => {
  rmSync(base, { recursive: true, force: true });
});

const ask = async (url: string, question: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(question);
    return rows[0] === undefined ? undefined : Object.values(rows[0])[0];
  } finally {
    await client.end();
  }
};

describe('the embedded PostgreSQL', () => {
  it('starts, serves with a password only, and stops', async () => {
    const server = await startPostgres(options);
    expect(await ask(server.url, 'select current_user')).toBe('zhengna');
    await expect(ask(server.url.replace('app-secret', 'wrong'), 'select 1')).rejects.toThrow(/password authentication failed/);
    expect(await ask(server.adminUrl, 'show listen_addresses')).toBe('127.0.0.1');
    expect(await ask(server.adminUrl, 'show max_connections')).toBe('200');
    await server.stop();
    await server.exited;
    expect(isAlive(server.pid)).toBe(false);
  }, 60_000);

  it('keeps the data, and the port of last time when it is free', async () => {
    const last = await choosePort({ variable: 'X' });
    const first = await startPostgres({ ...options, port: { last } });
    expect(first.port).toBe(last);
    await ask(first.ownerUrl, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await startPostgres(options);
    expect(await ask(second.ownerUrl, 'select answer from kept')).toBe(42);
    await second.stop();
  }, 60_000);

  it('takes the tables of an earlier version from the role of its processes', async () => {
    const folder = join(base, 'earlier');
    const first = await startPostgres({ ...options, folder });
    // Earlier versions had one role for everything.
    await ask(first.adminUrl, 'alter database zhengna owner to zhengna');
    await ask(first.ownerUrl, 'select 1');
    await ask(first.url, 'create extension pg_trgm');
    await ask(first.url, 'create table cases as select 7 as kept');
    await first.stop();
    const second = await startPostgres({ ...options, folder });
    await expect(ask(second.url, 'alter table cases add column more int')).rejects.toThrow(/must be owner/);
    expect(await ask(second.ownerUrl, 'select kept from cases')).toBe(7);
    await ask(second.ownerUrl, 'alter table cases add column more int');
    await second.stop();
  }, 60_000);

  it('goes on with the one that a killed stack left running', async () => {
    const left = await startPostgres(options);
    const found = await startPostgres(options);
    expect(found).toMatchObject({ adopted: true, pid: left.pid, port: left.port });
    await found.stop();
    await found.exited;
    await left.exited;
  }, 60_000);

  it('moves it when another port is asked for', async () => {
    const left = await startPostgres(options);
    const wanted = await choosePort({ variable: 'X' });
    const moved = await startPostgres({ ...options, port: { wanted } });
    expect(moved.port).toBe(wanted);
    expect(moved.pid).not.toBe(left.pid);
    await moved.stop();
  }, 60_000);

  it('starts again after kill -9, at once', async () => {
    const first = await startPostgres(options);
    await ask(first.ownerUrl, 'insert into kept values (43)');
    signal(first.pid, 'SIGKILL');
    const second = await startPostgres(options);
    expect(second.adopted).toBe(false);
    expect(await ask(second.ownerUrl, 'select count(*)::int from kept')).toBe(2);
    await second.stop();
  }, 60_000);

  it('is not misled by a pid file whose pid belongs to somebody else now', async () => {
    const first = await startPostgres(options);
    const pidFile = join(options.folder, 'data', 'postmaster.pid');
    const written = readFileSync(pidFile, 'utf8');
    signal(first.pid, 'SIGKILL');
    await waitForEnd(first.pid, 5_000);
    writeFileSync(pidFile, written.replace(/^\d+/, String(process.pid)));
    const second = await startPostgres(options);
    expect(second.adopted).toBe(false);
    await second.stop();
    expect(existsSync(pidFile)).toBe(false);
  }, 60_000);

  it('says so when its password was lost', async () => {
    await expect(startPostgres({ ...options, passwords: { superuser: 'other', owner: 'other', application: 'other' } })).rejects.toThrow(
      /secrets\.json does not belong to this database/,
    );
    const server = await startPostgres(options);
    await server.stop();
  }, 60_000);

  it('refuses a chosen port that is taken', async () => {
    const other = await startPostgres(options);
    await expect(startPostgres({ ...options, folder: join(base, 'second'), port: { wanted: other.port } })).rejects.toThrow(
      `Port ${other.port} on 127.0.0.1 is taken by another program: end that program or set POSTGRES_PORT to a free port.`,
    );
    await other.stop();
  }, 60_000);
});
