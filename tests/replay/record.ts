/**
 * Records the histories that `replay.test.ts` replays: `npm run record-histories [name …]`. A history that is there already is
 * kept, for it is the older code's; name it to record it anew.
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';

import { connect } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { startTestPostgres, startTestTemporal, testDatabaseUrl } from '../../stack/testing.ts';
import { Message } from '../support/message.ts';
import { openStage } from '../support/open-stage.ts';
import { messageStories } from './stories.ts';

/** Without the names of the machine and the processes that were there when it was recorded. */
const anonymous = (history: string): string => `${history.replace(/"\d+@[^"]*"/g, '"recorded"')}\n`;

const folder = path.join(import.meta.dirname, 'histories', 'message');
const wanted = process.argv.slice(2);

const [postgres, temporal] = await Promise.all([startTestPostgres(), startTestTemporal()]);
const url = testDatabaseUrl(postgres.address, 'zhengna');
await migrate(url);
const knex = connect(url);
const the = await openStage(knex, temporal.address);
await mkdir(folder, { recursive: true });
try {
  for (const [name, tell] of Object.entries(messageStories)) {
    const file = path.join(folder, `${name}.json`);
    if (existsSync(file) && !wanted.includes(name)) continue;
    const message = new Message(the);
    await tell(the, message);
    await message.handle().result();
    await writeFile(file, anonymous(historyToJSON(await message.handle().fetchHistory())));
    console.log(`recorded ${name}`);
  }
} finally {
  await the.close();
  await knex.destroy();
  await Promise.all([postgres.stop(), temporal.stop()]);
}
