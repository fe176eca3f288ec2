/**
 * `npm run verify`: compares every case's workflow with its rows, and its rows with the texts and files that they reference. It reports the
 * differences and exits with 1 when there are any. It uses the services of DATABASE_URL and TEMPORAL_ADDRESS, or those of the copy that
 * runs in DATA_DIR, and the files of DATA_DIR or of the bucket. With `--repair` it first resumes every case whose workflow and rows differ,
 * and reports the outcomes. It refuses a namespace of which the newest open cases know nothing, unless `--lost` says that Temporal has lost
 * everything.
 */
import path from 'node:path';

import { Client, Connection } from '@temporalio/client';

import { connect, timeLimits } from '../db/connect.ts';
import { operatorEnvironment } from '../runtime/environment.ts';
import { createFolderStore } from '../runtime/file-store.ts';
import { runProcess } from '../runtime/lifecycle.ts';
import { connectionOptions } from '../runtime/temporal.ts';
import { defaultQueue } from '../workflows/contract.ts';
import { checkNamespace } from './right-namespace.ts';
import { repair, verify } from './verification.ts';
import { verifyFiles } from './verify-files.ts';

runProcess(async () => {
  const environment = operatorEnvironment(process.env);
  const connection = await Connection.connect(connectionOptions(environment.temporal));
  const knex = connect(environment.databaseUrl, 2, timeLimits.tool);
  const client = new Client({ connection, namespace: environment.temporal.namespace });
  if (!process.argv.includes('--lost')) await checkNamespace(knex, client, environment.temporal.address);
  if (process.argv.includes('--repair'))
    for (const [caseId, outcome] of await repair({ knex, client, taskQueue: defaultQueue })) console.log(`${caseId}: ${outcome}`);
  const { cases, discrepancies } = await verify(knex, client);
  const store = environment.objectStore
    ? (await import('../runtime/object-store.ts')).createBucketStore(environment.objectStore)
    : createFolderStore(path.join(environment.dataDir, 'files'));
  const contents = await verifyFiles(knex, store);
  const all = [...discrepancies, ...contents.discrepancies];
  for (const { caseId, what } of all) console.log(`${caseId}: ${what}`);
  console.log(`${String(cases)} cases and ${String(contents.files)} files looked at, ${String(all.length)} discrepancies`);
  store.close();
  await Promise.all([connection.close(), knex.destroy()]);
  process.exitCode = all.length === 0 ? 0 : 1;
});
