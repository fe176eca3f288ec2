/**
 * The registry of topics: what each kind of topic is told of, how often, and the content of its events. A new kind needs an entry here, its
 * body in web/api/live.ts and its line in may-follow.ts; the compiler names what is missing.
 */
import type { Knex } from 'knex';

import type { CaseChange } from '../../../db/case-changes.ts';
import { unreadNotices } from '../../../db/notices.ts';
import { centreCounts, standingsOf, type Standing } from '../../../db/worklist-standing.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { EventBody, TopicKind } from '../../api/live.ts';
import type { ChangeFeed } from './change-feed.ts';

export interface TopicDeps {
  knex: Knex;
  feed: ChangeFeed;
}

/** A changed case, as followers are told. */
export type Changed = Pick<CaseChange, 'caseId' | 'version'>;

/** State of a topic when a page begins to follow it. */
interface Beginning {
  cursor: bigint;
  /** Changes that the page missed; null when they are no longer known. */
  missed: readonly Changed[] | null;
}

export interface TopicDefinition<Kind extends TopicKind> {
  /** How long a first change waits for others, and the minimum interval between events, in milliseconds. */
  pace: { gatherMs: number; everyMs: number };
  /** True when its cursors are positions in the log of changes; other topics count by themselves, for example by version. */
  positioned: boolean;
  /** True when a change may revoke a right to follow. */
  rightsChange: boolean;
  /** Ids of this kind's topics that a change concerns. */
  concerned(change: CaseChange): readonly string[];
  begin(id: string, after: bigint | undefined, deps: TopicDeps): Promise<Beginning>;
  /** Cursor after these changes have been sent, with everything the feed has read so far. */
  cursorAfter(changes: readonly Changed[], deps: TopicDeps): bigint;
  /** Looks up the changes once; returns a function that builds the event for each follower. */
  describe(id: string, changes: readonly Changed[], deps: TopicDeps): Promise<(viewer: Viewer) => EventBody<Kind>>;
}

/** A topic over the log: the missed changes are those of the log that concern it. */
function byLog(concerned: (change: CaseChange) => readonly string[]) {
  return {
    positioned: true,
    rightsChange: false,
    concerned,
    async begin(id: string, after: bigint | undefined, { feed }: TopicDeps): Promise<Beginning> {
      const changes = after === undefined ? [] : await feed.since(after);
      return { cursor: feed.position, missed: changes?.filter((change) => concerned(change).includes(id)) ?? null };
    },
    cursorAfter: (_changes: readonly Changed[], { feed }: TopicDeps): bigint => feed.position,
  };
}

const centresOf = ({ centreId, leftCentreId }: CaseChange): string[] => (leftCentreId === null ? [centreId] : [centreId, leftCentreId]);

/** Keeps the newest version of each case. */
const newest = (changes: readonly Changed[]): Changed[] => {
  const versions = new Map<string, number>();
  for (const { caseId, version } of changes) versions.set(caseId, Math.max(version, versions.get(caseId) ?? 0));
  return [...versions].map(([caseId, version]) => ({ caseId, version }));
};

const justChanges = (_id: string, changes: readonly Changed[]) => Promise.resolve(() => ({ changes: newest(changes) }));

export const topicKinds: { [Kind in TopicKind]: TopicDefinition<Kind> } = {
  case: {
    pace: { gatherMs: 0, everyMs: 0 },
    positioned: false,
    rightsChange: true,
    concerned: ({ caseId }) => [caseId],
    async begin(id, after, { knex }) {
      const row = await knex('cases').where({ id }).first<{ version: number } | undefined>('version');
      const version = row?.version ?? 0;
      // A page with a later version than the database has seen another state of it, such as before a restore.
      if (after !== undefined && after > BigInt(version)) return { cursor: BigInt(version), missed: null };
      return { cursor: BigInt(version), missed: after === undefined || after === BigInt(version) ? [] : [{ caseId: id, version }] };
    },
    cursorAfter: (changes) => BigInt(Math.max(...changes.map(({ version }) => version))),
    describe: (_id, changes) => Promise.resolve(() => ({ version: Math.max(...changes.map(({ version }) => version)) })),
  },
  worklist: {
    pace: { gatherMs: 200, everyMs: 1_000 },
    ...byLog(centresOf),
    async describe(centreId, changes, { knex }) {
      const changed = newest(changes);
      const [standings, countsFor] = await Promise.all([
        standingsOf(
          knex,
          centreId,
          changed.map(({ caseId }) => caseId),
        ),
        centreCounts(knex, centreId),
      ]);
      const standingOf = new Map(standings.map((row) => [row.case_id, presentStanding(row)]));
      const told = changed.map((change) => ({ ...change, standing: standingOf.get(change.caseId) ?? null }));
      return ({ id }) => ({ changes: told, counts: countsFor(id) });
    },
  },
  identity: {
    pace: { gatherMs: 0, everyMs: 250 },
    ...byLog(({ identityId }) => [identityId]),
    async describe(identityId, changes, { knex }) {
      const unread = await unreadNotices(knex, identityId);
      return () => ({ changes: newest(changes), unread });
    },
  },
  board: {
    pace: { gatherMs: 200, everyMs: 2_000 },
    ...byLog(centresOf),
    describe: justChanges,
  },
  'region-board': {
    pace: { gatherMs: 200, everyMs: 2_000 },
    ...byLog(({ regionId }) => [regionId]),
    describe: justChanges,
  },
};

const presentStanding = ({ kind, type_id, assignee_id, turn, rank, due_at, escalated }: Standing) => ({
  kind,
  typeId: type_id,
  assigneeId: assignee_id,
  turn,
  rank,
  dueAt: due_at.toISOString(),
  escalated,
});
