import { activityInfo } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';

import { createBulk } from './bulk.ts';
import { createFindStalled } from './find-stalled.ts';
import { createGoOn } from './go-on.ts';
import { createHousekeeping, type Sweeps } from './housekeeping.ts';
import { createProject } from './project.ts';
import { createSettleRefused } from './settle-refused.ts';
import { createShortMessages, type OpenSecret } from './short-messages.ts';

export interface ActivityDeps {
  knex: Knex;
  /** Connections that short messages alone use. */
  noticeKnex: Knex;
  client: Client;
  sweeps: Sweeps;
  /** Where cases are carried out. */
  taskQueue: string;
  /** Where the SMS gateway sends its receipts. */
  receiptUrl: string;
  /** Opens the stored secret of a gateway. */
  openSecret: OpenSecret;
  /** Tells the bus that a case has changed, where PostgreSQL does not do so itself. */
  announce?: () => void;
}

/** What a case's workflow does to the outside world. */
export const createCaseActivities = ({ knex, announce }: Pick<ActivityDeps, 'knex' | 'announce'>) => ({
  project: createProject(knex, { announce, givenUpAt: () => Date.now() + activityInfo().startToCloseTimeoutMs }),
  settleRefused: createSettleRefused(knex, announce),
});

/** Activities that call services outside. They have a queue and connections of their own, so that a slow gateway holds up no case. */
export const createNoticeActivities = ({
  noticeKnex,
  receiptUrl,
  openSecret,
}: Pick<ActivityDeps, 'noticeKnex' | 'receiptUrl' | 'openSecret'>) => createShortMessages(noticeKnex, { receiptUrl, openSecret });

export const createHousekeepingActivities = ({ knex, client, sweeps }: Pick<ActivityDeps, 'knex' | 'client' | 'sweeps'>) =>
  createHousekeeping(knex, client, sweeps);

export const createBulkActivities = ({ knex, client }: Pick<ActivityDeps, 'knex' | 'client'>) => createBulk(knex, client);

export const createGoingOnActivities = (deps: Pick<ActivityDeps, 'knex' | 'client' | 'taskQueue'>) => ({
  goOn: createGoOn(deps),
  findStalled: createFindStalled(deps),
});

export type GoingOnActivities = ReturnType<typeof createGoingOnActivities>;
export type BulkActivities = ReturnType<typeof createBulkActivities>;
export type CaseActivities = ReturnType<typeof createCaseActivities> & ReturnType<typeof createNoticeActivities>;
export type HousekeepingActivities = ReturnType<typeof createHousekeepingActivities>;
