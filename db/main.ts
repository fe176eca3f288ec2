/**
 * `npm run migrate`: migrates the database of DATABASE_URL to the newest schema. With DATABASE_OWNER_URL it does so as the owner of the
 * tables, and gives the role of DATABASE_URL its rights.
 */
import { migrate } from './migrate.ts';

const url = process.env['DATABASE_URL'];
if (url === undefined || url === '') {
  process.stderr.write('DATABASE_URL is not set; it must be the address of a PostgreSQL database.\n');
  process.exit(1);
}
try {
  await migrate(url, process.env['DATABASE_OWNER_URL'] || undefined);
} catch (error) {
  process.stderr.write(`The database was not migrated: ${sentenceOf(error)}\n`);
  process.exit(1);
}

/** A host with several addresses fails with one error per address and no message of its own. */
function sentenceOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(sentenceOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
