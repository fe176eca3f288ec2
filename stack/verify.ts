/**
 * `npm run verify`: compares every case's rows with its workflow. It uses the services of DATABASE_URL and TEMPORAL_ADDRESS if both are
 * set, otherwise those of the copy that runs in DATA_DIR. Arguments after `--` are passed on: `npm run verify -- --repair`.
 */
import { spawn } from 'node:child_process';

import { runProcess } from '../runtime/lifecycle.ts';
import { serviceAddresses } from './addresses.ts';

runProcess(async () => {
  const given = process.env['DATABASE_URL'] !== undefined && process.env['TEMPORAL_ADDRESS'] !== undefined;
  const addresses = given ? null : serviceAddresses(process.env['DATA_DIR'] ?? '.data');
  const child = spawn(process.execPath, ['workers/verify.ts', ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...(addresses && { DATABASE_URL: addresses.databaseUrl, TEMPORAL_ADDRESS: addresses.temporalAddress }) },
  });
  process.exitCode = await new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
});
