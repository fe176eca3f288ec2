import { activityInfo } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';

import { lastWords } from '../db/chat/last-words.ts';
import { createBulk } from './bulk.ts';
import { createBulkOpen } from './bulk-open.ts';
import { createFindStalled } from './find-stalled.ts';
import { createGoOn } from './go-on.ts';
import { createHousekeeping, type Sweeps } from './housekeeping.ts';
import { createProject } from './project.ts';
import { callWaiting, createCalls } from './queue.ts';
import { createSettleRefused } from './settle-refused.ts';
import { createShortMessages, type OpenSecret } from './short-messages.ts';

export interface ActivityDeps {
  knex: Knex;
  /** Connection pool for short messages only. */
  noticeKnex: Knex;
  client: Client;
  sweeps: Sweeps;
  /** Task queue of the case workflows. */
  taskQueue: string;
  /** URL to which the SMS gateway sends receipts. */
  receiptUrl: string;
  /** Unseals a gateway's stored secret. */
  openSecret: OpenSecret;
  /** Announces a changed case on the bus, when PostgreSQL does not do so itself. */
  announce?: () => void;
}

/** Activities of a case workflow. */
export const createCaseActivities = ({ knex, client, announce }: Pick<ActivityDeps, 'knex' | 'client' | 'announce'>) => ({
  project: createProject(knex, {
    announce,
    called: createCalls(knex, client),
    givenUpAt: () => Date.now() + activityInfo().startToCloseTimeoutMs,
  }),
  settleRefused: createSettleRefused(knex, announce),
  lastWords: (caseId: string) => lastWords(knex, caseId),
  callWaiting: (centreId: string) => callWaiting(knex, client, centreId),
});

/** Activities that call external services. They have their own task queue and connection pool, so that a slow gateway delays no case. */
export const createNoticeActivities = ({
  noticeKnex,
  receiptUrl,
  openSecret,
}: Pick<ActivityDeps, 'noticeKnex' | 'receiptUrl' | 'openSecret'>) => createShortMessages(noticeKnex, { receiptUrl, openSecret });

export const createHousekeepingActivities = ({ knex, client, sweeps }: Pick<ActivityDeps, 'knex' | 'client' | 'sweeps'>) =>
  createHousekeeping(knex, client, sweeps);

export const createBulkActivities = ({ knex, client }: Pick<ActivityDeps, 'knex' | 'client'>) => createBulk(knex, client);

export const createBulkOpenActivities = ({ knex, client, taskQueue }: Pick<ActivityDeps, 'knex' | 'client' | 'taskQueue'>) =>
  createBulkOpen(knex, client, taskQueue);

export const createGoingOnActivities = (deps: Pick<ActivityDeps, 'knex' | 'client' | 'taskQueue'>) => ({
  goOn: createGoOn(deps),
  findStalled: createFindStalled(deps),
});

export type GoingOnActivities = ReturnType<typeof createGoingOnActivities>;
export type BulkActivities = ReturnType<typeof createBulkActivities>;
export type BulkOpenActivities = ReturnType<typeof createBulkOpenActivities>;
export type CaseActivities = ReturnType<typeof createCaseActivities> & ReturnType<typeof createNoticeActivities>;
export type HousekeepingActivities = ReturnType<typeof createHousekeepingActivities>;
