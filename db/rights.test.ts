import { describe, expect, it } from '@jest/globals';

import { testDatabase } from '../tests/support/database.ts';
import { testAdminUrl } from '../tests/support/services.ts';
import { connect, timeLimits } from './connect.ts';
import { grantRights } from './rights.ts';

const { knex, owner, url } = testDatabase();

/** As the superuser of the server, in the database of this test. */
async function admin(statement: string): Promise<void> {
  const address = new URL(testAdminUrl());
  address.pathname = new URL(url).pathname;
  const superuser = connect(address.href, 1, timeLimits.tool);
  try {
    await superuser.raw(statement);
  } finally {
    await superuser.destroy();
  }
}

/** Names of all tables, partitioned ones and partitions included. */
const tables = async (): Promise<string[]> =>
  (
    await owner.raw<{ rows: { relname: string }[] }>(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname`,
    )
  ).rows.map(({ relname }) => relname);

const mayDo = async (table: string, right: string): Promise<boolean> => {
  const { rows } = await owner.raw<{ rows: { may: boolean }[] }>(`SELECT has_table_privilege('zhengna', ?, ?) AS may`, [table, right]);
  return rows[0]?.may === true;
};

describe('the role of the processes', () => {
  it('reads every table, writes all that are not append only, and owns none', async () => {
    const names = await tables();
    expect(names.length).toBeGreaterThan(60);
    for (const name of names) {
      const kept = name === 'case_events' || name.startsWith('audit_log');
      const migrations = name.startsWith('knex_migrations');
      const rights = await Promise.all(['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER'].map((right) => mayDo(name, right)));
      expect([name, ...rights]).toEqual([name, true, !migrations, !kept && !migrations, !kept && !migrations, false, false]);
    }
    const { rows } = await knex.raw<{ rows: unknown[] }>(`SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = current_user`);
    expect(rows).toEqual([]);
  });

  it.each([
    ['a new table', 'CREATE TABLE mine (x int)'],
    ['a changed table', 'ALTER TABLE cases ADD COLUMN mine int'],
    ['a trigger that is off', 'ALTER TABLE case_events DISABLE TRIGGER ALL'],
    ['triggers off for the session', `SET session_replication_role = 'replica'`],
    ['a changed function', `CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$`],
    ['a dropped table', 'DROP TABLE case_events'],
    ['an emptied table', 'TRUNCATE audit_log'],
    ['a detached month', 'ALTER TABLE audit_log DETACH PARTITION audit_log_earlier'],
    ['a changed event', `UPDATE case_events SET data = '{}'`],
    ['a changed row of the audit log', `UPDATE audit_log SET action = 'nothing'`],
    ['a deleted row of its partition', 'DELETE FROM audit_log_earlier'],
    ['a migration that was never run', `INSERT INTO knex_migrations (name, batch) VALUES ('x', 1)`],
  ])('does not get %s', async (_what, statement) => {
    const before = await tables();
    await expect(knex.raw(statement)).rejects.toThrow(/permission denied|must be owner/);
    expect(await tables()).toEqual(before);
  });

  it('gets its rights on a later table with the next migration, and never more', async () => {
    await owner.raw('CREATE TABLE later (x int)');
    await expect(knex('later')).rejects.toThrow(/permission denied/);
    await owner.raw('GRANT UPDATE ON case_events TO zhengna');
    await grantRights(owner, 'zhengna');
    await knex('later').insert({ x: 1 });
    expect(await mayDo('case_events', 'UPDATE')).toBe(false);
    await owner.raw('DROP TABLE later');
  });

  it('cannot own a table, or be a member of the owner', async () => {
    await owner.raw('CREATE TABLE theirs (x int)');
    await admin('ALTER TABLE theirs OWNER TO zhengna');
    await expect(grantRights(owner, 'zhengna')).rejects.toThrow(/owns the table theirs.*REASSIGN OWNED BY zhengna/);
    await admin('DROP TABLE theirs');
    await grantRights(owner, 'zhengna');
  });

  it('cannot be the owner, or a role that does not exist', async () => {
    await expect(grantRights(owner, 'zhengna_owner')).rejects.toThrow(/cannot be the application's role/);
    await expect(grantRights(owner, 'nobody')).rejects.toThrow(/role "nobody" does not exist/);
  });
});
