/**
 * The registry of topics: what each kind of topic is told of, how often, and the content of its events. A new kind needs an entry here, its
 * body in web/api/live.ts and its line in may-follow.ts; the compiler names what is missing.
 */
import type { Knex } from 'knex';

import type { CaseChange } from '../../../db/case-changes.ts';
import { unreadNotices } from '../../../db/notices.ts';
import { centreCounts, standingsOf, type Standing } from '../../../db/worklist-standing.ts';
import { auditLook } from '../../../db/audit.ts';
import { alteredIn, chatOf, stampsOf, type ChatStand } from '../../../db/chat/read.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { EventBody, TopicKind } from '../../api/live.ts';
import type { Language } from '../../i18n/index.ts';
import { mostNews, type ChatNewsReader } from '../chat/news.ts';
import { presentFloor, presentMarks, presentMessages } from '../chat/presenter.ts';
import type { FileLink } from '../uploads/link.ts';
import type { ChangeFeed } from './change-feed.ts';

export interface TopicDeps {
  knex: Knex;
  feed: ChangeFeed;
  chats: ChatNewsReader;
  fileLink: FileLink;
}

/** A changed case, as followers are told. */
export interface Changed extends Pick<CaseChange, 'caseId' | 'version'> {
  /** Numbers of earlier messages of its chat that have changed; absent when the case itself has changed. */
  altered?: readonly number[] | 'unknown';
}

/** Positions of the followers of a topic that carries contents. */
export interface Told {
  cursor: bigint;
  /** Differs after every change of the subject. */
  stamp: string;
  mayWrite(viewer: Viewer): boolean;
}

/** Reader of an event. */
export interface Reader {
  viewer: Viewer;
  language: Language;
}

/** What followers are told: an event each, or that they must fetch again. */
interface Description<Kind extends TopicKind> {
  told: Told | null;
  bodyFor: ((reader: Reader) => EventBody<Kind>) | null;
}

/** State of a topic when a page begins to follow it. */
interface Beginning {
  cursor: bigint;
  /** Changes that the page missed; null when they are no longer known. */
  missed: readonly Changed[] | null;
  /** For a topic that carries contents. */
  told?: Told;
}

export interface TopicDefinition<Kind extends TopicKind> {
  /** Time in milliseconds that a first change waits for others, and the minimum interval between events. */
  pace: { gatherMs: number; everyMs: number };
  /** True when its cursors are positions in the log of changes; other topics count by themselves, for example by version. */
  positioned: boolean;
  /** True when these changes may revoke a right to follow. */
  rightsChange(changes: readonly Changed[]): boolean;
  /** Ids of this kind's topics that a change concerns. */
  concerned(change: CaseChange): readonly string[];
  begin(id: string, after: bigint | undefined, deps: TopicDeps): Promise<Beginning>;
  /** Cursor after these changes have been sent, with everything the feed has read so far. */
  cursorAfter(changes: readonly Changed[], deps: TopicDeps): bigint;
  /**
   * Looks up the changes once, for all followers.
   * @param from where the followers are, for a topic that carries contents
   * @returns null when there is nothing to tell
   */
  describe(id: string, changes: readonly Changed[], deps: TopicDeps, from: Told | null): Promise<Description<Kind> | null>;
  /** Only for topics that carry contents. */
  contents?: {
    /** Notes that somebody follows it, and so sees contents. */
    followed(viewer: Viewer, id: string, deps: TopicDeps): Promise<void>;
    /** Present stamps of subjects: one that differs has changed although no change was announced. */
    stamps(ids: readonly string[], deps: TopicDeps): Promise<ReadonlyMap<string, string>>;
  };
}

/** A topic over the log: the missed changes are those of the log that concern it. */
function byLog(concerned: (change: CaseChange) => readonly string[]) {
  return {
    positioned: true,
    rightsChange: () => false,
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

const described = <Body>(bodyFor: (reader: Reader) => Body) => ({ told: null, bodyFor });
const justChanges = (_id: string, changes: readonly Changed[]) => Promise.resolve(described(() => ({ changes: newest(changes) })));

const toldOf = (chat: ChatStand): Told => ({
  cursor: BigInt(chat.lastSeq),
  stamp: chat.stamp,
  mayWrite: (viewer) => presentFloor(chat, { viewer, language: 'zh-CN' }).mayWrite,
});
const nothingTold: Told = { cursor: 0n, stamp: '', mayWrite: () => false };

/** Collects the numbers that changes name; looks them up when one does not know them. */
async function alteredBy(id: string, changes: readonly Changed[], upTo: number, { knex }: TopicDeps): Promise<number[]> {
  if (changes.some(({ altered }) => altered === 'unknown')) return await alteredIn(knex, id, upTo);
  return [...new Set(changes.flatMap(({ altered }) => (Array.isArray(altered) ? (altered as readonly number[]) : [])))];
}

export const topicKinds: { [Kind in TopicKind]: TopicDefinition<Kind> } = {
  case: {
    pace: { gatherMs: 0, everyMs: 0 },
    positioned: false,
    rightsChange: () => true,
    concerned: ({ caseId }) => [caseId],
    async begin(id, after, { knex }) {
      const row = await knex('cases').where({ id }).first<{ version: number } | undefined>('version');
      const version = row?.version ?? 0;
      // A page with a later version than the database has seen another state of it, such as before a restore.
      if (after !== undefined && after > BigInt(version)) return { cursor: BigInt(version), missed: null };
      return { cursor: BigInt(version), missed: after === undefined || after === BigInt(version) ? [] : [{ caseId: id, version }] };
    },
    cursorAfter: (changes) => BigInt(Math.max(...changes.map(({ version }) => version))),
    describe: (_id, changes) => Promise.resolve(described(() => ({ version: Math.max(...changes.map(({ version }) => version)) }))),
  },
  chat: {
    pace: { gatherMs: 0, everyMs: 0 },
    positioned: false,
    // A change of the case may move it to another centre; a message moves nothing.
    rightsChange: (changes) => changes.some(({ altered }) => altered === undefined),
    concerned: ({ caseId }) => [caseId],
    async begin(id, after, { knex }) {
      const chat = await chatOf(knex, id);
      const told = chat === undefined ? nothingTold : toldOf(chat);
      if (after === undefined) return { cursor: told.cursor, missed: [], told };
      // Even without new messages the marks and the floor may have changed since the page fetched them.
      const known = after <= told.cursor && told.cursor - after <= BigInt(mostNews);
      return { cursor: told.cursor, missed: known ? [{ caseId: id, version: 0, altered: 'unknown' }] : null, told };
    },
    cursorAfter: () => 0n,
    async describe(id, changes, deps, from) {
      const after = Number(from?.cursor ?? 0n);
      const altered = await alteredBy(id, changes, after, deps);
      const read = await deps.chats.read({ caseId: id, after, altered });
      if (read === undefined) return null;
      const { chat } = read.news;
      const told = toldOf(chat);
      if (chat.stamp === from?.stamp && altered.length === 0) return null;
      if (chat.lastSeq - after > mostNews) return { told, bodyFor: null };
      return {
        told,
        bodyFor: ({ viewer, language }) => {
          const linkTo = (uploadId: string) => deps.fileLink(uploadId, viewer);
          const reader = { viewer, language, linkTo, now: Date.now(), recallMs: read.recallMs };
          return {
            messages: presentMessages(read.news, read.references, reader),
            marks: presentMarks(chat),
            floor: presentFloor(chat, reader),
          };
        },
      };
    },
    contents: {
      async followed(viewer, id, { knex }) {
        if (viewer.kind !== 'officer') return;
        const look = {
          actor: viewer,
          regionId: viewer.regionId,
          action: 'view',
          objectKind: 'chat',
          objectId: id,
          requestId: null,
        } as const;
        await auditLook(knex, { ...look, shownAs: 'messages', shown: [] });
      },
      stamps: (ids, { knex }) => stampsOf(knex, ids),
    },
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
      return described(({ viewer }) => ({ changes: told, counts: countsFor(viewer.id) }));
    },
  },
  identity: {
    pace: { gatherMs: 0, everyMs: 250 },
    ...byLog(({ identityId }) => [identityId]),
    async describe(identityId, changes, { knex }) {
      const unread = await unreadNotices(knex, identityId);
      return described(() => ({ changes: newest(changes), unread }));
    },
  },
  slots: {
    pace: { gatherMs: 300, everyMs: 2_000 },
    positioned: false,
    rightsChange: () => false,
    concerned: () => [],
    // Missed changes are not kept: a page that comes back fetches again.
    begin: (_id, after) => Promise.resolve({ cursor: BigInt(Date.now()), missed: after === undefined ? [] : null }),
    cursorAfter: () => BigInt(Date.now()),
    describe: () => Promise.resolve(described(() => ({}))),
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
