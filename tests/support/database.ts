import { afterAll, beforeAll } from '@jest/globals';
import type { Knex } from 'knex';
import { connect, timeLimits } from '../../db/connect.ts';
import { createTestDatabase, dropTestDatabase, testDatabaseName, testDatabaseUrl } from '../../stack/testing.ts';
import { testAdminUrl } from './services.ts';

/** A migrated, otherwise empty database of one test file. */
export interface TestDatabase {
  /** As the role of the product's processes, for code that connects by itself. */
  url: string;
  knex: Knex;
  /** As the owner of the tables, for tests that change them. */
  owner: Knex;
}

/**
 * Gives the test file (or the describe block) that calls it a database of its own: made before its tests, removed after.
 * The address is known at once, the database is there from the first test on.
 */
export const testDatabase = (): TestDatabase => {
  const admin = testAdminUrl();
  const name = testDatabaseName();
  const url = testDatabaseUrl(admin, name);
  // Filling a table for a plan takes longer than any statement of the product may.
  const knex = connect(url, 10, timeLimits.tool);
  const owner = connect(testDatabaseUrl(admin, name, 'zhengna_owner'), 4, timeLimits.tool);
  beforeAll(async () => {
    await createTestDatabase(admin, name);
  });
  afterAll(async () => {
    await Promise.all([knex.destroy(), owner.destroy()]);
    await dropTestDatabase(admin, name);
  });
  return { url, knex, owner };
};
