import type { Knex } from 'knex';

import type { Sweeps } from '../activities/housekeeping.ts';
import { sweepUnadopted } from '../db/contents.ts';
import { sweepExpired } from '../db/expired.ts';

/** Contents that no case took up live this long: longer than anybody leaves a half-filled form open. */
const unadoptedHours = 24;

/** Removes an upload's file, and all that belongs to it, from where files are kept. */
export type RemoveFile = (uploadId: string) => Promise<void>;

/** What the housekeeping removes, from the database and from where files are kept. */
export const createSweeps = (knex: Knex, removeFile: RemoveFile): Sweeps => ({
  unadopted: (beat) =>
    sweepUnadopted(knex, new Date(Date.now() - unadoptedHours * 3_600_000), async (id) => {
      beat();
      await removeFile(id);
    }),
  expired: (beat) => sweepExpired(knex, beat),
});
