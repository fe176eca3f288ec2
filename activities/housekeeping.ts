import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';

import { foldLooks as foldOver, makeAuditPartitions as makeMonths } from '../db/audit-upkeep.ts';
import { foldBoard as fold } from '../db/board-counts.ts';
import { makeChatPartitions as makeChatMonths } from '../db/chat/upkeep.ts';
import { createArchive } from './archive.ts';
import { activityPulse } from './pulse.ts';

/** Removal of expired and unadopted data. */
export interface Sweeps {
  unadopted: (beat: () => void) => Promise<number>;
  expired: (beat: () => void) => Promise<number>;
  recordings: (beat: () => void) => Promise<number>;
}

/** Chores; each returns the number of rows it processed. */
export function createHousekeeping(knex: Knex, client: Client, sweeps: Sweeps) {
  const sweepUnadopted = (): Promise<number> => sweeps.unadopted(activityPulse.beat);
  const sweepExpired = (): Promise<number> => sweeps.expired(activityPulse.beat);

  /** Deletes recordings of calls when their days are over. */
  const sweepRecordings = (): Promise<number> => sweeps.recordings(activityPulse.beat);

  /** Keeps the number of unfolded board changes small. */
  const foldBoard = (): Promise<number> => fold(knex);

  /** Moves the counts of closed windows into the audit log. */
  const foldLooks = (): Promise<number> => foldOver(knex, activityPulse.beat);

  /** Creates the audit log's partitions in advance. */
  const makeAuditPartitions = (): Promise<number> => makeMonths(knex);

  /** Creates the partitions of messages in advance. */
  const makeChatPartitions = (): Promise<number> => makeChatMonths(knex);

  return {
    ...createArchive(knex, client),
    sweepUnadopted,
    sweepExpired,
    sweepRecordings,
    foldBoard,
    foldLooks,
    makeAuditPartitions,
    makeChatPartitions,
  };
}
