/** Conversations as an officer sees them: their own, and those that wait in their centre (C4, J1). */
import type { Knex } from 'knex';

import type { ConversationStatus, RequestCause } from '../../domain/conversation/conversation.ts';
import type { OfficerStatus } from '../../domain/officer-status.ts';
import type { HandlingGroup } from '../handling-groups.ts';
import { prepared } from '../prepared.ts';
import { attending } from '../presence.ts';

interface ConversationRow {
  id: string;
  number: string;
  taxpayer: string;
  type_id: string;
  type_name: string;
  type_name_en: string;
  cause: RequestCause | null;
}

export interface OwnConversationRow extends ConversationRow {
  status: Extract<ConversationStatus, 'offered' | 'active'>;
  /** Instant of the offer, or since when the officer has the floor. */
  since: Date;
  /** Epoch milliseconds; null unless offered. */
  offered_until: number | null;
  /** Number of unread messages of other people, not counted beyond `mostUnread`. */
  unread: number;
  last_type: string | null;
  last_body: string | null;
  last_at: Date | null;
  last_by: 'taxpayer' | 'officer' | 'robot' | null;
}

export interface WaitingConversationRow extends ConversationRow {
  waiting_since: Date;
  front: boolean;
  total: number;
}

/** Bound of the count of unread messages of one conversation. */
const mostUnread = 99;

/** Characters of the last message that are read for its excerpt. */
const excerptSource = 400;

const described = `
  k.id, k.number, coalesce(i.company_name, i.person_name) AS taxpayer, m.id AS type_id, m.name AS type_name, m.name_en AS type_name_en,
  k.state ->> 'cause' AS cause`;
const describing = `
  JOIN cases k ON k.id = c.case_id
  JOIN case_types m ON m.id = c.type_id
  JOIN identities i ON i.id = c.identity_id`;

/** Instant since when an officer has a conversation, or since when it is offered to them. */
const heldSince = `
  JOIN LATERAL (
    SELECT e.at FROM case_events e
    WHERE e.case_id = c.case_id AND e.type IN ('offered', 'connected', 'accepted', 'appointed') ORDER BY e.version DESC LIMIT 1) e ON true`;

/** Returns the conversations that an officer has or is offered: offers first, then the longest held. Capacity bounds their number. */
export async function ownConversations(knex: Knex, officerId: string): Promise<OwnConversationRow[]> {
  const { rows } = await prepared<OwnConversationRow>(
    knex,
    `SELECT ${described}, k.status, e.at AS since, last.type AS last_type, last.body AS last_body, last.at AS last_at, last.speaker AS last_by,
       CASE WHEN k.status = 'offered' THEN (k.state -> 'clock' ->> 'dueAt')::float8 END AS offered_until,
       (SELECT count(*)::int FROM (
          SELECT FROM chat_messages u
          WHERE u.month = c.month AND u.case_id = c.case_id AND u.seq > c.officer_read AND u.speaker IN ('taxpayer', 'officer')
            AND u.speaker_id IS DISTINCT FROM :officerId::uuid AND u.recalled_at IS NULL
          LIMIT ${String(mostUnread)}) unread) AS unread
     FROM chats c ${describing}
     ${heldSince}
     LEFT JOIN LATERAL (
       SELECT CASE WHEN w.recalled_at IS NULL THEN w.type ELSE 'recalled' END AS type, w.speaker, w.at,
         CASE WHEN w.recalled_at IS NULL THEN left(w.body, ${String(excerptSource)}) END AS body
       FROM chat_messages w
       WHERE w.month = c.month AND w.case_id = c.case_id AND w.speaker <> 'system' ORDER BY w.seq DESC LIMIT 1) last ON true
     WHERE c.held_by = :officerId
     ORDER BY k.status = 'offered' DESC, e.at, k.id`,
    { officerId },
  );
  return rows;
}

/** Returns the first conversations in a centre's queue, each with the number of all that wait there. */
export async function waitingConversations(knex: Knex, centreId: string, limit: number): Promise<WaitingConversationRow[]> {
  const { rows } = await prepared<WaitingConversationRow>(
    knex,
    `SELECT ${described}, c.waiting_since, c.waiting_rank = 0 AS front, count(*) OVER ()::int AS total
     FROM chats c ${describing}
     WHERE c.centre_id = :centreId AND c.waiting_since IS NOT NULL
     ORDER BY c.waiting_rank, c.waiting_since, c.case_id LIMIT :limit`,
    { centreId, limit },
  );
  return rows;
}

export interface RunningConversationRow extends ConversationRow {
  status: Extract<ConversationStatus, 'offered' | 'active'>;
  since: Date;
  officer_id: string;
  officer_name: string;
}

/** Returns the conversations that officers of a centre have or are offered, the longest held first. */
export async function runningConversations(knex: Knex, centreId: string, limit: number): Promise<RunningConversationRow[]> {
  const { rows } = await prepared<RunningConversationRow>(
    knex,
    `SELECT ${described}, k.status, e.at AS since, o.id AS officer_id, o.name AS officer_name
     FROM chats c ${describing} JOIN officers o ON o.id = c.held_by ${heldSince}
     WHERE c.centre_id = :centreId AND c.held_by IS NOT NULL
     ORDER BY e.at, k.id LIMIT :limit`,
    { centreId, limit },
  );
  return rows;
}

export interface SupportedConversationRow extends ConversationRow {
  /** Since when support is asked for; null when the supervisor has joined. */
  since: Date | null;
  officer_id: string;
  officer_name: string;
}

/**
 * Returns the conversations of a centre that concern a supervisor: those that they have joined, and those whose officer asks for support, the
 * longest asking first.
 */
export async function supportedConversations(
  knex: Knex,
  centreId: string,
  supervisorId: string,
  limit: number,
): Promise<SupportedConversationRow[]> {
  const { rows } = await prepared<SupportedConversationRow>(
    knex,
    `SELECT ${described}, CASE WHEN c.joined_by IS NULL THEN to_timestamp((k.state ->> 'supportAskedAt')::float8 / 1000) END AS since,
       o.id AS officer_id, o.name AS officer_name
     FROM chats c ${describing} JOIN officers o ON o.id = c.officer_id
     WHERE c.centre_id = :centreId AND c.officer_id IS NOT NULL
       AND (c.joined_by = :supervisorId OR (c.joined_by IS NULL AND k.state ->> 'supportAskedAt' IS NOT NULL))
     ORDER BY since NULLS FIRST, k.id LIMIT :limit`,
    { centreId, supervisorId, limit },
  );
  return rows;
}

/** Numbers of a centre's conversations at this moment. */
export interface ConversationCounts {
  waiting: number;
  /** Since when the longest waiting one waits. */
  waiting_since: Date | null;
  offered: number;
  active: number;
}

export async function conversationCounts(knex: Knex, centreId: string): Promise<ConversationCounts> {
  const { rows } = await prepared<ConversationCounts>(
    knex,
    `SELECT count(*) FILTER (WHERE waiting_since IS NOT NULL)::int AS waiting, min(waiting_since) AS waiting_since,
       count(*) FILTER (WHERE held_by IS NOT NULL AND officer_id IS NULL)::int AS offered,
       count(*) FILTER (WHERE officer_id IS NOT NULL)::int AS active
     FROM chats WHERE centre_id = :centreId AND (waiting_since IS NOT NULL OR held_by IS NOT NULL)`,
    { centreId },
  );
  const [row] = rows;
  if (row === undefined) throw new Error('a query without conditions gave no row');
  return row;
}

export interface ColleagueRow {
  id: string;
  name: string;
  role: 'agent' | 'supervisor';
  status: OfficerStatus;
  status_reason: string | null;
  present: boolean;
  /** Number of conversations that the officer has or is offered. */
  held: number;
  capacity: number;
}

/** Returns the officers of a centre with their presence and load: who can take a conversation comes first. */
export async function conversationColleagues(knex: Knex, centreId: string): Promise<ColleagueRow[]> {
  const { rows } = await prepared<ColleagueRow>(
    knex,
    `SELECT o.id, o.name, o.role, o.status, o.status_reason, coalesce(o.present_until > now(), false) AS present, o.capacity,
       (SELECT count(*)::int FROM chats c WHERE c.held_by = o.id) AS held
     FROM officers o WHERE o.centre_id = :centreId AND o.active
     ORDER BY o.status = 'online' AND coalesce(o.present_until > now(), false) DESC, held, o.name, o.id`,
    { centreId },
  );
  return rows;
}

export interface TargetCentreRow {
  id: string;
  name: string;
  name_en: string;
  /** Officers who are present and not away. */
  present: number;
  waiting: number;
}

/** Returns the other centres of a region, with who is there and who waits. */
export async function targetCentres(knex: Knex, regionId: string, centreId: string): Promise<TargetCentreRow[]> {
  const { rows } = await prepared<TargetCentreRow>(
    knex,
    `SELECT z.id, z.name, z.name_en,
       (SELECT count(*)::int FROM officers o WHERE o.centre_id = z.id AND ${attending}) AS present,
       (SELECT count(*)::int FROM chats c WHERE c.centre_id = z.id AND c.waiting_since IS NOT NULL) AS waiting
     FROM centres z WHERE z.region_id = :regionId AND z.id <> :centreId
     ORDER BY z.position, z.id`,
    { regionId, centreId },
  );
  return rows;
}

export interface TargetGroupRow extends HandlingGroup {
  /** Officers of the group who are there to answer. */
  present: number;
  members: number;
}

/** Returns the groups of a region that have officers, those of the given centre first. */
export async function targetGroups(knex: Knex, regionId: string, centreId: string): Promise<TargetGroupRow[]> {
  const { rows } = await prepared<TargetGroupRow>(
    knex,
    `SELECT g.id, g.name, g.name_en, z.id AS centre_id, z.name AS centre_name, z.name_en AS centre_name_en,
       count(*) FILTER (WHERE ${attending})::int AS present, count(*)::int AS members
     FROM handling_groups g JOIN centres z ON z.id = g.centre_id
     JOIN group_members m ON m.group_id = g.id JOIN officers o ON o.id = m.officer_id AND o.active AND o.centre_id = g.centre_id
     WHERE g.region_id = :regionId
     GROUP BY g.id, z.id
     ORDER BY z.id = :centreId DESC, z.position, z.id, g.position, g.id LIMIT 200`,
    { regionId, centreId },
  );
  return rows;
}
