import { rm } from 'node:fs/promises';
import path from 'node:path';

import type { Knex } from 'knex';

import type { Sweeps } from '../activities/housekeeping.ts';
import { sweepUnadopted } from '../db/contents.ts';
import { sweepExpired } from '../db/expired.ts';

/** Contents that no case took up live this long: longer than anybody leaves a half-filled form open. */
const unadoptedHours = 24;

/** What the housekeeping removes, from the database and from the folder of files. */
export function createSweeps(knex: Knex, dataDir: string): Sweeps {
  const removeFile = async (uploadId: string): Promise<void> => {
    const file = path.join(dataDir, 'files', uploadId);
    await Promise.all([rm(file, { force: true }), rm(`${file}.json`, { force: true })]);
  };
  return {
    unadopted: (heartbeat) =>
      sweepUnadopted(knex, new Date(Date.now() - unadoptedHours * 3_600_000), async (id) => {
        heartbeat();
        await removeFile(id);
      }),
    expired: () => sweepExpired(knex),
  };
}
