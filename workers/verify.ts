/**
 * `npm run verify`: compares every case's workflow with its rows and says what differs; exit code 1 when anything does. It asks
 * the services of DATABASE_URL and TEMPORAL_ADDRESS, or those of the copy that runs in DATA_DIR. With `--repair` it lets every case
 * go on whose workflow and rows are not at the same point, says what that came to, and compares again.
 */
import { Client, Connection } from '@temporalio/client';

import { connect } from '../db/connect.ts';
import { operatorEnvironment } from '../runtime/environment.ts';
import { runProcess } from '../runtime/lifecycle.ts';
import { connectionOptions } from '../runtime/temporal.ts';
import { defaultQueue } from '../workflows/contract.ts';
import { repair, verify } from './verification.ts';

runProcess(async () => {
  const environment = operatorEnvironment(process.env);
  const connection = await Connection.connect(connectionOptions(environment.temporal));
  const knex = connect(environment.databaseUrl, 2);
  const client = new Client({ connection, namespace: environment.temporal.namespace });
  if (process.argv.includes('--repair'))
    for (const [caseId, outcome] of await repair({ knex, client, taskQueue: defaultQueue })) console.log(`${caseId}: ${outcome}`);
  const { cases, discrepancies } = await verify(knex, client);
  for (const { caseId, what } of discrepancies) console.log(`${caseId}: ${what}`);
  console.log(`${String(cases)} cases looked at, ${String(discrepancies.length)} discrepancies`);
  await Promise.all([connection.close(), knex.destroy()]);
  process.exitCode = discrepancies.length === 0 ? 0 : 1;
});
