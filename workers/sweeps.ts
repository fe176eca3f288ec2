import type { Knex } from 'knex';

import type { Sweeps } from '../activities/housekeeping.ts';
import { sweepUnadopted } from '../db/contents.ts';
import { sweepExpired } from '../db/expired.ts';
import { sweepRecordings } from '../db/media/recordings.ts';

/** Retention of unadopted contents, longer than anybody leaves a half-filled form open. */
const unadoptedHours = 24;

/** Removes a file and its pieces from the file store. */
export type RemoveFile = (id: string) => Promise<void>;

/** Creates the sweeps over database and file store. */
export const createSweeps = (knex: Knex, removeFile: RemoveFile): Sweeps => ({
  unadopted: (beat) =>
    sweepUnadopted(knex, new Date(Date.now() - unadoptedHours * 3_600_000), async (id) => {
      beat();
      await removeFile(id);
    }),
  expired: (beat) => sweepExpired(knex, beat),
  recordings: (beat) =>
    sweepRecordings(knex, async (id) => {
      beat();
      await removeFile(id);
    }),
});
