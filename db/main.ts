/** `npm run migrate`: brings the database of DATABASE_URL to the newest schema. */
import { migrate } from './migrate.ts';

const url = process.env['DATABASE_URL'];
if (url === undefined || url === '') {
  process.stderr.write('DATABASE_URL is not set; it must be the address of a PostgreSQL database.\n');
  process.exit(1);
}
await migrate(url);
