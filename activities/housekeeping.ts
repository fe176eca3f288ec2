import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';

import { foldLooks as foldOver, makeAuditPartitions as makeMonths } from '../db/audit-upkeep.ts';
import { foldBoard as fold } from '../db/board-counts.ts';
import { createArchive } from './archive.ts';
import { activityPulse } from './pulse.ts';

/** The removal of what nobody needs any more, by the parts that keep it. */
export interface Sweeps {
  unadopted: (beat: () => void) => Promise<number>;
  expired: (beat: () => void) => Promise<number>;
}

/** The chores of the house; each answers how much it did. */
export function createHousekeeping(knex: Knex, client: Client, sweeps: Sweeps) {
  const sweepUnadopted = (): Promise<number> => sweeps.unadopted(activityPulse.beat);
  const sweepExpired = (): Promise<number> => sweeps.expired(activityPulse.beat);

  /** Keeps few the changes that the supervisor's board has to add up. */
  const foldBoard = (): Promise<number> => fold(knex);

  /** Moves the counts of looks into the audit log once their window is over. */
  const foldLooks = (): Promise<number> => foldOver(knex, activityPulse.beat);

  /** Makes the audit log's partitions ahead of their months. */
  const makeAuditPartitions = (): Promise<number> => makeMonths(knex);

  return { ...createArchive(knex, client), sweepUnadopted, sweepExpired, foldBoard, foldLooks, makeAuditPartitions };
}
