import { afterAll, beforeAll } from '@jest/globals';
import type { Knex } from 'knex';

import { testDatabase } from './database.ts';
import { openStage, type Stage } from './open-stage.ts';
import { testTemporalAddress } from './services.ts';

interface OwnStage extends Stage {
  /** Its database as the owner of the tables. */
  owner: Knex;
}

/**
 * A stage of its own for the test file that calls it, there from the first test on.
 * @param temporalAddress host:port of the server, where it is not the one that all test files share
 */
export function stage(temporalAddress: () => string | Promise<string> = testTemporalAddress): OwnStage {
  const { knex, owner } = testDatabase();
  const the = { owner } as OwnStage;
  beforeAll(async () => {
    Object.assign(the, await openStage(knex, await temporalAddress()));
  }, 60_000);
  afterAll(() => the.close(), 30_000);
  return the;
}
