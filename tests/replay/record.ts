/**
 * Records the histories that the tests here replay: `npm run record-histories [kind/name …]`. A history that is there already is
 * kept, for it is the older code's; name it to record it anew.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { connect } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { startTestPostgres, startTestTemporal, testDatabaseUrl } from '../../stack/testing.ts';
import { chores, choreWorkflow } from '../../workflows/contract.ts';
import { openStage } from '../support/open-stage.ts';
import { bulkOpening } from './bulk-opening-story.ts';
import { writeHistory } from './history.ts';
import { bundleVersions, historyOf, recordedVersions, terminatedOrder } from './patched/versions.ts';
import { newest, stories, type Telling } from './stories.ts';

const histories = path.join(import.meta.dirname, 'histories');
const wanted = process.argv.slice(2);

async function recordMissing(name: string, file: string, tell: Telling): Promise<void> {
  if (existsSync(file) && !wanted.includes(name)) return;
  const handle = (await tell(the)).handle();
  await handle.result();
  await mkdir(path.dirname(file), { recursive: true });
  await writeHistory(file, await handle.fetchHistory());
  console.log(`recorded ${name}`);
}

const [postgres, temporal] = await Promise.all([startTestPostgres(), startTestTemporal()]);
const url = testDatabaseUrl(postgres.address, 'zhengna');
await migrate(url, testDatabaseUrl(postgres.address, 'zhengna', 'zhengna_owner'));
const knex = connect(url);
const the = await openStage(knex, temporal.address);
let bundles: Awaited<ReturnType<typeof bundleVersions>> | undefined;
try {
  for (const [kind, ofKind] of Object.entries(stories))
    for (const [name, tell] of Object.entries(ofKind))
      await recordMissing(`${kind}/${name}`, path.join(histories, kind, newest, `${name}.json`), tell);
  await recordMissing('bulk/opening', path.join(histories, 'bulk', 'opening.json'), bulkOpening);
  await recordMissing(
    'housekeeping/all-chores-in-one',
    path.join(histories, 'housekeeping', 'all-chores-in-one.json'),
    async ({ client, taskQueue }) => {
      const handle = await client.workflow.start('housekeeping', { taskQueue, workflowId: `housekeeping-${taskQueue}` });
      return { handle: () => handle };
    },
  );
  for (const name of chores)
    await recordMissing(`housekeeping/${name}`, path.join(histories, 'housekeeping', `${name}.json`), async ({ client, taskQueue }) => {
      const handle = await client.workflow.start(choreWorkflow, { taskQueue, workflowId: `chore-${name}-${taskQueue}`, args: [name] });
      return { handle: () => handle };
    });
  for (const version of recordedVersions)
    await recordMissing(`patched/${version}`, historyOf(version), async () => {
      bundles ??= await bundleVersions();
      await the.stopWorkers();
      await the.startWorkers(bundles.paths[version]);
      return await terminatedOrder(the, version);
    });
} finally {
  bundles?.remove();
  await the.close();
  await knex.destroy();
  await Promise.all([postgres.stop(), temporal.stop()]);
}
