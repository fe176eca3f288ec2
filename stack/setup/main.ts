/**
 * `npm run setup -- <file>`: installs regions, centres, officers and host keys. It uses the database of DATABASE_URL if it is set, otherwise
 * that of the copy that runs in DATA_DIR. docs/operations/README.md describes the file.
 */
import { connect, timeLimits } from '../../db/connect.ts';
import { checkMigrated } from '../../db/migrate.ts';
import { runProcess } from '../../runtime/lifecycle.ts';
import { PlainError } from '../../runtime/plain-error.ts';
import { postgresAt, reach } from '../../runtime/reach.ts';
import { Secrets } from '../../runtime/secrets.ts';
import { serviceAddresses } from '../addresses.ts';
import { applySetup } from './apply.ts';
import { readSetup } from './file.ts';

runProcess(async () => {
  const [file] = process.argv.slice(2);
  if (file === undefined)
    throw new PlainError('Name a file: npm run setup -- setup.json. An example is docs/operations/setup.example.json.');
  const setup = readSetup(file);
  const local = process.env['DATABASE_URL'] === undefined ? serviceAddresses(process.env['DATA_DIR'] ?? '.data') : null;
  const databaseUrl = local?.databaseUrl ?? process.env['DATABASE_URL'] ?? '';
  const appSecret = process.env['APP_SECRET'] ?? local?.appSecret;
  const knex = connect(databaseUrl, 2, timeLimits.tool);
  try {
    await reach(postgresAt(databaseUrl), () => checkMigrated(knex));
    const accounts = await applySetup(knex, setup, appSecret === undefined ? null : new Secrets(appSecret));
    const words = accounts.map(({ login, name, password }) => `  ${login}\t${name}\t${password}\n`);
    process.stdout.write(
      words.length === 0
        ? 'Everything is installed already; there are no new officers.\n'
        : `New officers and their passwords, shown this once. Each changes it at /desk/account after signing in.\n${words.join('')}`,
    );
  } finally {
    await knex.destroy();
  }
});
