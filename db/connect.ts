import knexFactory, { type Knex } from 'knex';
import pg from 'pg';

// Counts and sums arrive as text otherwise; nothing of ours comes near 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** How long one statement may take, and how long it may wait for a lock, in milliseconds. PostgreSQL keeps both. */
export interface TimeLimits {
  statementMs: number;
  lockMs: number;
}

/** Nothing waits for ever on another connection. Zero is no limit. */
export const timeLimits = {
  /** A person waits. A command is answered after five seconds at most, so a lock is waited for less; a report may take longer. */
  web: { statementMs: 10_000, lockMs: 4_000 },
  /** An attempt of `project` has ten seconds: its statement must have ended before the next attempt begins. Chores work in batches. */
  worker: { statementMs: 8_000, lockMs: 5_000 },
  /** Reads and writes whole tables (`verify`, the seed, benchmarks); waits longer than any statement of web and worker may take. */
  tool: { statementMs: 0, lockMs: 15_000 },
  /**
   * May build an index for an hour, but whoever waits for a lock on a table makes everybody wait behind it: it gives up after a time in
   * which every statement of web and worker has ended, changes nothing, and is run again.
   */
  migration: { statementMs: 0, lockMs: 15_000 },
} satisfies Record<string, TimeLimits>;

/**
 * A pool of connections.
 * @param databaseUrl postgres://…
 * @param poolSize the most connections this process may hold
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
    // A broken pool must show as an error to the person waiting, not as a page that hangs.
    acquireConnectionTimeout: 5_000,
    pool: { min: 0, max: poolSize },
    // Whoever asked gets the error and logs it in our form; knex would print it as plain text besides.
    log: { error: () => undefined },
  });
}
