/** Reading a chat. Every read is of one snapshot, and numbers have no gaps, so a list is complete up to its last number. */
import type { Knex } from 'knex';

import type { CaseKind } from '../../domain/case.ts';
import type { TaxpayerRole } from '../../domain/settings.ts';
import { Upload, type CaseEvent } from '../models/index.ts';
import { prepared } from '../prepared.ts';
import { eventsAt, peopleOf, type Story } from '../story.ts';
import { messageColumns, type ChatAudience, type Speaker, type StoredMessage } from './messages.ts';

/** Stand and marks of a chat, with what its presentation needs. */
export interface ChatStand {
  caseId: string;
  kind: CaseKind;
  regionId: string;
  centreId: string;
  identityId: string;
  taxpayerName: string;
  identityKind: 'enterprise' | 'natural-person';
  identityRole: TaxpayerRole;
  epoch: number;
  officerId: string | null;
  /** Supervisor who may write beside the officer. */
  joinedId: string | null;
  officerName: string | null;
  officerCentre: string | null;
  officerCentreEn: string | null;
  robot: boolean;
  taxpayer: boolean;
  lastSeq: number;
  taxpayerDelivered: number;
  taxpayerRead: number;
  officerDelivered: number;
  officerRead: number;
  /** Differs after every change of the chat. */
  stamp: string;
}

/** A message with the names of its speaker, and the beginning of the message that it quotes. */
export interface SpokenMessage extends StoredMessage {
  officerName: string | null;
  centreName: string | null;
  centreNameEn: string | null;
  quoted: {
    seq: number;
    speaker: Speaker;
    audience: ChatAudience;
    body: string;
    officerName: string | null;
    centreName: string | null;
    centreNameEn: string | null;
  } | null;
}

/** References of messages, by id. */
export interface ChatReferences extends Pick<Story, 'officers' | 'centres'> {
  uploads: ReadonlyMap<string, Upload>;
  /** Events of the lines, by case and version. */
  events: ReadonlyMap<string, CaseEvent>;
}
export const eventKey = (caseId: string, version: unknown): string => `${caseId} ${String(version)}`;

const standColumns = `c.case_id AS "caseId", k.kind, k.region_id AS "regionId", k.centre_id AS "centreId", c.identity_id AS "identityId",
  i.person_name AS "taxpayerName", i.kind AS "identityKind", i.role AS "identityRole", c.epoch, c.officer_id AS "officerId", c.joined_by AS "joinedId", f.name AS "officerName", fc.name AS "officerCentre",
  fc.name_en AS "officerCentreEn", c.robot, c.taxpayer, c.last_seq AS "lastSeq", c.taxpayer_delivered AS "taxpayerDelivered",
  c.taxpayer_read AS "taxpayerRead", c.officer_delivered AS "officerDelivered", c.officer_read AS "officerRead", c.xmin::text AS stamp`;
const standJoins = `JOIN cases k ON k.id = c.case_id JOIN identities i ON i.id = c.identity_id
  LEFT JOIN officers f ON f.id = c.officer_id LEFT JOIN centres fc ON fc.id = f.centre_id`;

const spokenColumns = `${messageColumns}, o.name AS "officerName", oc.name AS "centreName", oc.name_en AS "centreNameEn",
  CASE WHEN q.seq IS NOT NULL THEN jsonb_build_object('seq', q.seq, 'speaker', q.speaker, 'audience', q.audience, 'body', left(q.body, 2000),
    'officerName', qo.name, 'centreName', qoc.name, 'centreNameEn', qoc.name_en) END AS quoted`;
const spokenJoins = `LEFT JOIN officers o ON m.speaker = 'officer' AND o.id = m.speaker_id LEFT JOIN centres oc ON oc.id = o.centre_id
  LEFT JOIN chat_messages q ON q.month = m.month AND q.case_id = m.case_id AND q.seq = m.quotes
  LEFT JOIN officers qo ON q.speaker = 'officer' AND qo.id = q.speaker_id LEFT JOIN centres qoc ON qoc.id = qo.centre_id`;

/** Returns the stand of a case's chat; undefined when it has none. */
export async function chatOf(knex: Knex, caseId: string): Promise<ChatStand | undefined> {
  const { rows } = await prepared<ChatStand>(knex, `SELECT ${standColumns} FROM chats c ${standJoins} WHERE c.case_id = :caseId`, {
    caseId,
  });
  return rows[0];
}

/** Part of a chat: after a number, or the page that ends before one. Null for the end of the chat. */
export type ChatPart = { after: number } | { before: number } | null;

/**
 * Returns messages in their order.
 * @param toOfficers false leaves out what only officers see
 * @param size most messages; an earlier page has one more when there is anything before it
 */
export async function messagesOf(knex: Knex, caseId: string, part: ChatPart, toOfficers: boolean, size: number): Promise<SpokenMessage[]> {
  const forwards = part !== null && 'after' in part;
  const limit = forwards ? 'm.seq > :bound' : 'm.seq < :bound';
  const { rows } = await prepared<SpokenMessage>(
    knex,
    `SELECT ${spokenColumns}
     FROM chats c JOIN chat_messages m ON m.month = c.month AND m.case_id = c.case_id ${spokenJoins}
     WHERE c.case_id = :caseId AND ${limit} AND (:toOfficers::boolean OR m.audience = 'everybody')
     ORDER BY m.seq ${forwards ? '' : 'DESC'} LIMIT :size`,
    {
      caseId,
      bound: part === null ? 2_147_483_647 : 'after' in part ? part.after : part.before,
      toOfficers,
      size: forwards ? size : size + 1,
    },
  );
  return forwards ? rows : rows.toReversed();
}

/** A reader's last number in a chat, and the numbers of earlier messages that have changed since. */
export interface ChatAsk {
  caseId: string;
  after: number;
  altered: readonly number[];
}
export interface ChatNews {
  chat: ChatStand;
  messages: SpokenMessage[];
}

/**
 * Returns the news of several chats in one query. A chat that does not exist is missing.
 * @param most new messages per chat; the newest ones, so fewer than are missing tells of a gap
 */
export async function newsOf(knex: Knex, asks: readonly ChatAsk[], most: number): Promise<Map<string, ChatNews>> {
  const { rows } = await prepared<{ chat: ChatStand; message: (Omit<SpokenMessage, 'at' | 'recalledAt'> & Times) | null }>(
    knex,
    `SELECT (SELECT to_jsonb(s) FROM (SELECT ${standColumns}) s) AS chat, to_jsonb(n) AS message
     FROM jsonb_to_recordset(:asks) AS a("caseId" uuid, after int, altered jsonb)
     JOIN chats c ON c.case_id = a."caseId" ${standJoins}
     LEFT JOIN LATERAL (
       SELECT ${spokenColumns}
       FROM (SELECT * FROM (
               SELECT * FROM chat_messages WHERE month = c.month AND case_id = c.case_id AND seq > a.after ORDER BY seq DESC LIMIT :most) newest
             UNION ALL
             SELECT * FROM chat_messages
             WHERE month = c.month AND case_id = c.case_id AND seq <= a.after
               AND seq IN (SELECT value::int FROM jsonb_array_elements_text(a.altered))) m ${spokenJoins}) n ON true
     ORDER BY c.case_id, n.seq`,
    { asks: JSON.stringify(asks), most },
  );
  const news = new Map<string, ChatNews>();
  for (const { chat, message } of rows) {
    const known = news.get(chat.caseId) ?? { chat, messages: [] };
    news.set(chat.caseId, known);
    if (message !== null)
      known.messages.push({
        ...message,
        at: new Date(message.at),
        recalledAt: message.recalledAt === null ? null : new Date(message.recalledAt),
      });
  }
  return news;
}
/** JSON has no instants. */
interface Times {
  at: string;
  recalledAt: string | null;
}

/** Returns the numbers of the newest messages up to a number that were recalled or rated, or beside which something was written. */
export async function alteredIn(knex: Knex, caseId: string, upTo: number): Promise<number[]> {
  const { rows } = await prepared<{ seq: number }>(
    knex,
    `SELECT m.seq FROM chats c JOIN chat_messages m ON m.month = c.month AND m.case_id = c.case_id
     WHERE c.case_id = :caseId AND m.seq <= :upTo
       AND (m.recalled_at IS NOT NULL OR m.rating IS NOT NULL OR m.data->'written' IS NOT NULL)
     ORDER BY m.seq DESC LIMIT 100`,
    { caseId, upTo },
  );
  return rows.map(({ seq }) => seq);
}

/** Returns the stamps of chats, by case: a chat whose stamp differs has changed. */
export async function stampsOf(knex: Knex, caseIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await knex.raw<{ rows: { id: string; stamp: string }[] }>(
    'SELECT case_id AS id, xmin::text AS stamp FROM chats WHERE case_id = ANY(?)',
    [[...caseIds]],
  );
  return new Map(rows.map(({ id, stamp }) => [id, stamp]));
}

/** Looks up the files and events that messages refer to; without any, there is no query. */
export async function referencesOf(knex: Knex, spoken: readonly ChatNews[]): Promise<ChatReferences> {
  const uploadIds = spoken.flatMap(({ messages }) => messages.flatMap(({ data }) => data.uploadIds ?? []));
  const lines = spoken.flatMap(({ chat, messages }) =>
    messages.flatMap(({ type, data }) => (type === 'line' ? [{ caseId: chat.caseId, version: Number(data['version']) }] : [])),
  );
  const [uploads, events] = await Promise.all([
    uploadIds.length === 0 ? [] : Upload.query(knex).findByIds([...new Set(uploadIds)]),
    lines.length === 0 ? [] : eventsAt(knex, lines),
  ]);
  return {
    uploads: new Map(uploads.map((upload) => [upload.id, upload])),
    events: new Map(events.map((event) => [eventKey(event.case_id, event.version), event])),
    ...(await peopleOf(knex, events)),
  };
}
