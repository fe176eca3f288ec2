import type { Knex } from 'knex';

import { connect, timeLimits } from './connect.ts';
import { grantRights } from './rights.ts';
import * as foundation from '../migrations/001-foundation.ts';
import * as orders from '../migrations/002-work-orders.ts';
import * as board from '../migrations/003-board.ts';
import * as bulk from '../migrations/004-bulk.ts';
import * as forms from '../migrations/005-service-forms.ts';
import * as boardCounts from '../migrations/006-board-counts.ts';
import * as findIdentities from '../migrations/007-find-identities.ts';
import * as reports from '../migrations/008-reports.ts';
import * as savedViews from '../migrations/009-saved-views.ts';
import * as worklistByKind from '../migrations/010-worklist-by-kind.ts';
import * as bulkCommands from '../migrations/011-bulk-commands.ts';
import * as openNotices from '../migrations/012-open-notices.ts';
import * as shortMessages from '../migrations/013-short-messages.ts';
import * as caseForms from '../migrations/014-case-forms.ts';
import * as archiveQueue from '../migrations/015-archive-queue.ts';
import * as moves from '../migrations/016-moves.ts';
import * as policyAndStalled from '../migrations/018-policy-and-stalled.ts';
import * as commandOutcomes from '../migrations/019-command-outcomes.ts';
import * as caseChanges from '../migrations/020-case-changes.ts';
import * as uploadsInPieces from '../migrations/021-uploads-in-pieces.ts';
import * as access from '../migrations/023-access.ts';
import * as hostKeys from '../migrations/024-host-keys.ts';
import * as settingsVersions from '../migrations/026-settings-versions.ts';
import * as foldedSearch from '../migrations/027-folded-search.ts';
import * as unread from '../migrations/028-unread.ts';
import * as companyCases from '../migrations/029-company-cases.ts';
import * as auditByMonth from '../migrations/030-audit-by-month.ts';
import * as kindsOfTypes from '../migrations/031-kinds-of-types.ts';
import * as refusedCommands from '../migrations/032-refused-commands.ts';
import * as chats from '../migrations/033-chats.ts';
import * as knowledge from '../migrations/034-knowledge.ts';
import * as cannedReplies from '../migrations/036-canned-replies.ts';
import * as questionsAndStarts from '../migrations/037-questions-and-starts.ts';
import * as worklistFilters from '../migrations/038-worklist-filters.ts';
import * as calledCases from '../migrations/040-called-cases.ts';
import * as besideTheOfficer from '../migrations/041-beside-the-officer.ts';
import * as seatGrants from '../migrations/042-seat-grants.ts';
import * as knowledgeEditing from '../migrations/046-knowledge-editing.ts';
import * as favouritesAndLinks from '../migrations/048-favourites-and-links.ts';
import * as knowledgeFeedback from '../migrations/049-knowledge-feedback.ts';
import * as waits from '../migrations/050-waits.ts';
import * as robotLearns from '../migrations/051-robot-learns.ts';
import * as slotPlaces from '../migrations/052-slot-places.ts';
import * as media from '../migrations/060-media.ts';
import * as bulkOfBookings from '../migrations/065-bulk-of-bookings.ts';
import * as bulkRecount from '../migrations/066-bulk-recount.ts';
import * as bulkOpenings from '../migrations/070-bulk-openings.ts';
import * as partitionsByOwner from '../migrations/071-partitions-by-owner.ts';
import * as whoAsked from '../migrations/074-who-asked.ts';
import * as recordings from '../migrations/075-recordings.ts';

/** In the order in which they run. A name never changes once it has run anywhere. */
const migrations = {
  '001-foundation': foundation,
  '002-work-orders': orders,
  '003-board': board,
  '004-bulk': bulk,
  '005-service-forms': forms,
  '006-board-counts': boardCounts,
  '007-find-identities': findIdentities,
  '008-reports': reports,
  '009-saved-views': savedViews,
  '010-worklist-by-kind': worklistByKind,
  '011-bulk-commands': bulkCommands,
  '012-open-notices': openNotices,
  '013-short-messages': shortMessages,
  '014-case-forms': caseForms,
  '015-archive-queue': archiveQueue,
  '016-moves': moves,
  '018-policy-and-stalled': policyAndStalled,
  '019-command-outcomes': commandOutcomes,
  '020-case-changes': caseChanges,
  '021-uploads-in-pieces': uploadsInPieces,
  '023-access': access,
  '024-host-keys': hostKeys,
  '026-settings-versions': settingsVersions,
  '027-folded-search': foldedSearch,
  '028-unread': unread,
  '029-company-cases': companyCases,
  '030-audit-by-month': auditByMonth,
  '031-kinds-of-types': kindsOfTypes,
  '032-refused-commands': refusedCommands,
  '033-chats': chats,
  '034-knowledge': knowledge,
  '036-canned-replies': cannedReplies,
  '037-questions-and-starts': questionsAndStarts,
  '038-worklist-filters': worklistFilters,
  '040-called-cases': calledCases,
  '041-beside-the-officer': besideTheOfficer,
  '042-seat-grants': seatGrants,
  '046-knowledge-editing': knowledgeEditing,
  '048-favourites-and-links': favouritesAndLinks,
  '049-knowledge-feedback': knowledgeFeedback,
  '050-waits': waits,
  '051-robot-learns': robotLearns,
  '052-slot-places': slotPlaces,
  '060-media': media,
  '065-bulk-of-bookings': bulkOfBookings,
  '066-bulk-recount': bulkRecount,
  '070-bulk-openings': bulkOpenings,
  '071-partitions-by-owner': partitionsByOwner,
  '074-who-asked': whoAsked,
  '075-recordings': recordings,
};
type Name = keyof typeof migrations;

/** Migrations as modules of the program, so that their names have no file ending and no folder is read. */
const source = {
  getMigrations: () => Promise.resolve(Object.keys(migrations) as Name[]),
  getMigrationName: (name: Name) => name,
  getMigration: (name: Name) => Promise.resolve(migrations[name]),
};

/**
 * Migrates a database to the newest schema. Several processes may run it at once, because knex holds a lock.
 * @param databaseUrl postgres://… of the application
 * @param ownerUrl the same database as the owner of its tables; the application's role then gets its rights (`rights.ts`)
 */
export async function migrate(databaseUrl: string, ownerUrl = databaseUrl): Promise<void> {
  const knex = connect(ownerUrl, 1, timeLimits.migration);
  try {
    await checkServer(knex);
    await knex.migrate.latest({ migrationSource: source });
    if (ownerUrl !== databaseUrl) await grantRights(knex, decodeURIComponent(new URL(databaseUrl).username));
  } finally {
    await knex.destroy();
  }
}

const oldestServer = 16;

/** @throws Error when the server is older than our statements require */
export async function checkServer(knex: Knex): Promise<void> {
  const { rows } = await knex.raw<{ rows: { server_version_num: string; server_version: string }[] }>(
    `SELECT current_setting('server_version_num') AS server_version_num, current_setting('server_version') AS server_version`,
  );
  const [version] = rows;
  if (version === undefined || Number(version.server_version_num) >= oldestServer * 10_000) return;
  throw new Error(`PostgreSQL ${version.server_version} is too old: the product needs ${String(oldestServer)} or newer.`);
}

/** @throws Error naming the first migration that the database lacks; it has to be migrated before anything is served */
export async function checkMigrated(knex: Knex): Promise<void> {
  const { rows } = await knex.raw<{ rows: { there: boolean }[] }>(`SELECT to_regclass('knex_migrations') IS NOT NULL AS there`);
  const done = new Set(rows[0]?.there === true ? await knex('knex_migrations').pluck<string[]>('name') : []);
  const missing = Object.keys(migrations).find((name) => !done.has(name));
  if (missing !== undefined) throw new Error(`the database is not migrated: ${missing} is missing (npm run migrate)`);
}
