/** Tells those who are connected what changed: each only of what they may see. */
import type { Knex } from 'knex';

import { belongingsOf, type BelongingRow } from '../../../db/belongings.ts';
import { unreadNotices } from '../../../db/notices.ts';
import { may, type Viewer } from '../../../domain/policies.ts';
import type { CaseChange } from './bus.ts';
import type { Connections } from './connections.ts';

/** Changes that come close together are looked up together. */
const gatherMs = 15;

export interface Announcer {
  announce(change: CaseChange): void;
  /** Resolves when everything gathered so far has been told. */
  settled(): Promise<void>;
}

export function createAnnouncer(knex: Knex, connections: Connections, onTrouble: (error: unknown) => void): Announcer {
  const gathered = new Set<string>();
  let telling: Promise<void> | null = null;

  async function tell(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, gatherMs));
    while (gathered.size > 0) {
      const ids = [...gathered];
      gathered.clear();
      try {
        for (const row of await belongingsOf(knex, ids)) await tellOf(row);
      } catch (error) {
        // The pages fetch anew when they connect again, so that nothing stays untold.
        onTrouble(error);
        for (const connection of connections.all()) connection.close(1013, 'try again');
      }
    }
    telling = null;
  }

  async function tellOf(row: BelongingRow): Promise<void> {
    const event = { type: 'case-changed', caseId: row.caseId, version: row.version } as const;
    for (const connection of connections.ofOfficers(row.regionId))
      if (row.moved || concerns(connection.viewer, row)) connection.send(event);
    const own = connections.ofIdentity(row.identityId);
    if (own.length === 0) return;
    const unread = await unreadNotices(knex, row.identityId);
    for (const connection of own) {
      connection.send(event);
      connection.send({ type: 'notices', unread: unread.todo + unread.news });
    }
  }

  return {
    announce({ caseId }) {
      if (connections.size === 0) return;
      gathered.add(caseId);
      telling ??= tell();
    },
    async settled() {
      await telling;
    },
  };
}

const concerns = (viewer: Viewer, row: BelongingRow): boolean => may(viewer, 'view', row) || may(viewer, 'inspect', row);
