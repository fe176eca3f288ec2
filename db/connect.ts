import knexFactory, { type Knex } from 'knex';
import pg from 'pg';

// By default counts and sums arrive as text. None of ours comes near 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Limits of one statement and of waiting for a lock, in milliseconds. PostgreSQL enforces both. */
export interface TimeLimits {
  statementMs: number;
  lockMs: number;
}

/** Time limits by type of process. Zero means no limit. */
export const timeLimits = {
  /** A person waits. A command is answered within five seconds, so its lock limit is shorter; a report may take longer. */
  web: { statementMs: 10_000, lockMs: 4_000 },
  /** An attempt of `project` has ten seconds, and its statement must end before the next attempt begins. Chores work in batches. */
  worker: { statementMs: 8_000, lockMs: 5_000 },
  /**
   * Reads and writes whole tables (`verify`, the seed, benchmarks). It waits for a lock longer than any statement of web and worker may
   * take.
   */
  tool: { statementMs: 0, lockMs: 15_000 },
  /**
   * Building an index may take an hour, but waiting for a table lock blocks everybody behind it. A migration gives up once all statements
   * of web and worker must have ended, changes nothing, and is run again.
   */
  migration: { statementMs: 0, lockMs: 15_000 },
} satisfies Record<string, TimeLimits>;

/**
 * Creates a connection pool.
 * @param databaseUrl postgres://…
 * @param poolSize maximum number of connections of this process
 */
export function connect(databaseUrl: string, poolSize = 10, limits: TimeLimits = timeLimits.web): Knex {
  return knexFactory({
    client: 'pg',
    connection: {
      connectionString: databaseUrl,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
      options: `-c statement_timeout=${String(limits.statementMs)} -c lock_timeout=${String(limits.lockMs)}`,
    },
    // A broken pool must fail with an error for the person who waits, instead of a page that hangs.
    acquireConnectionTimeout: 5_000,
    pool: { min: 0, max: poolSize },
    // The caller gets the error and logs it in our format; knex would print it as plain text, too.
    log: { error: () => undefined, warn: () => undefined },
  });
}
