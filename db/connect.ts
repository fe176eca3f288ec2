import knexFactory, { type Knex } from 'knex';
import pg from 'pg';

// Counts and sums arrive as text otherwise; nothing of ours comes near 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * A pool of connections.
 * @param databaseUrl postgres://…
 * @param poolSize the most connections this process may hold
 */
export function connect(databaseUrl: string, poolSize = 10): Knex {
  return knexFactory({
    client: 'pg',
    connection: { connectionString: databaseUrl, connectionTimeoutMillis: 5_000, keepAlive: true },
    // A broken pool must show as an error to the person waiting, not as a page that hangs.
    acquireConnectionTimeout: 5_000,
    pool: { min: 0, max: poolSize },
    // Whoever asked gets the error and logs it in our form; knex would print it as plain text besides.
    log: { error: () => undefined },
  });
}
