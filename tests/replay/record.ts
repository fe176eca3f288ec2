/**
 * Records the histories that `replay.test.ts` replays: `npm run record-histories [kind/name …]`. A history that is there already
 * is kept, for it is the older code's; name it to record it anew.
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';

import { connect } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { startTestPostgres, startTestTemporal, testDatabaseUrl } from '../../stack/testing.ts';
import { openStage } from '../support/open-stage.ts';
import { writeHistory } from './history.ts';
import { stories } from './stories.ts';

const histories = path.join(import.meta.dirname, 'histories');
const wanted = process.argv.slice(2);

const [postgres, temporal] = await Promise.all([startTestPostgres(), startTestTemporal()]);
const url = testDatabaseUrl(postgres.address, 'zhengna');
await migrate(url);
const knex = connect(url);
const the = await openStage(knex, temporal.address);
try {
  for (const [kind, ofKind] of Object.entries(stories)) {
    await mkdir(path.join(histories, kind), { recursive: true });
    for (const [name, tell] of Object.entries(ofKind)) {
      const file = path.join(histories, kind, `${name}.json`);
      if (existsSync(file) && !wanted.includes(`${kind}/${name}`)) continue;
      const handle = (await tell(the)).handle();
      await handle.result();
      await writeHistory(file, await handle.fetchHistory());
      console.log(`recorded ${kind}/${name}`);
    }
  }
} finally {
  await the.close();
  await knex.destroy();
  await Promise.all([postgres.stop(), temporal.stop()]);
}
