/** Conversations on the officers' desk: one's own, the centre's queue, and who can take one over (C4, J1). */
import { z } from 'zod';

import { auditLook } from '../../../db/audit.ts';
import { seeMentions, unseenMentions } from '../../../db/chat/mentions.ts';
import {
  conversationColleagues,
  ownConversations,
  supportedConversations,
  targetCentres,
  targetGroups,
  waitingConversations,
  type ColleagueRow,
  type OwnConversationRow,
  type WaitingConversationRow,
} from '../../../db/conversation/desk.ts';
import { officerProfile } from '../../../db/officers.ts';
import { settingsOfCentres } from '../../../db/settings.ts';
import { mayUse } from '../../../domain/policies.ts';
import { cut } from '../../../domain/input/text.ts';
import { idSchema } from '../../api/common.ts';
import {
  conversationTargetsAnswer,
  deskConversationsAnswer,
  type ConversationColleague,
  type DeskConversation,
  type WaitingConversation,
} from '../../api/conversation/desk.ts';
import type { Language } from '../../i18n/index.ts';
import { openingOf } from '../cases/calendar.ts';
import { defineRoute } from '../http/define-route.ts';
import { nameIn } from '../http/names.ts';
import { centreOf } from '../officers/centre.ts';

const roles = ['agent', 'supervisor'] as const;
/** Maximum number of the queue's conversations in the list. */
const shownOfQueue = 50;
/** Maximum number of mentions, and of calls for support. */
const mostCalls = 20;
/** Maximum length of the last message in the list, in characters. */
const excerptLength = 60;

const conversations = defineRoute({
  method: 'get',
  path: '/api/desk/conversations',
  tag: 'Desk',
  summary: 'Conversations that the officer has or is offered, and the queue of the centre',
  access: 'officer',
  roles,
  limit: 'read',
  answers: { 200: deskConversationsAnswer },
  handler: async ({ viewer, language, requestId }, { knex }) => {
    const centreId = centreOf(viewer);
    const supervises = mayUse(viewer, 'supervise');
    const [own, waiting, mentions, supported, { capacity, status, status_reason }] = await Promise.all([
      ownConversations(knex, viewer.id),
      waitingConversations(knex, centreId, shownOfQueue),
      unseenMentions(knex, viewer.id, mostCalls),
      supervises ? supportedConversations(knex, centreId, viewer.id, mostCalls) : [],
      officerProfile(knex, viewer.id),
    ]);
    const shown = [...own, ...waiting, ...supported].map(({ id }) => id).concat(mentions.map(({ case_id }) => case_id));
    // The list shows names and texts, so reading it is audited as a look.
    if (shown.length > 0)
      await auditLook(knex, {
        actor: viewer,
        regionId: viewer.regionId,
        action: 'list',
        objectKind: 'conversations',
        objectId: centreId,
        requestId,
        shownAs: 'cases',
        shown,
      });
    return {
      status: 200,
      body: {
        own: own.map((row) => presentOwn(row, language)),
        waiting: waiting.map((row, index) => presentWaiting(row, index + 1, language)),
        waitingTotal: waiting[0]?.total ?? 0,
        mentions: mentions.map(({ case_id, number, taxpayer, by, at, body }) => ({
          id: case_id,
          number,
          taxpayer,
          by,
          at: at.toISOString(),
          excerpt: excerptOf(body),
        })),
        support: supported.flatMap((row) =>
          row.since === null ? [] : [{ ...described(row, language), since: row.since.toISOString(), officer: holderOf(row) }],
        ),
        joined: supported.flatMap((row) => (row.since === null ? [{ ...described(row, language), officer: holderOf(row) }] : [])),
        held: own.length,
        capacity,
        status,
        statusReason: status_reason,
      },
    };
  },
});

const targets = defineRoute({
  method: 'get',
  path: '/api/desk/conversations/targets',
  tag: 'Desk',
  summary: 'Colleagues, groups and other centres that a conversation can be handed over to, with presence, load and opening hours',
  access: 'officer',
  roles,
  limit: 'read',
  answers: { 200: conversationTargetsAnswer },
  handler: async ({ viewer, language }, { knex }) => {
    const centreId = centreOf(viewer);
    const [colleagues, centres, groups] = await Promise.all([
      conversationColleagues(knex, centreId),
      targetCentres(knex, viewer.regionId, centreId),
      targetGroups(knex, viewer.regionId, centreId),
    ]);
    const settings = await settingsOfCentres(knex, viewer.regionId, [
      ...new Set([...centres.map(({ id }) => id), ...groups.map(({ centre_id }) => centre_id)]),
    ]);
    const now = Date.now();
    const openingOfCentre = (id: string) => {
      const of = settings.get(id);
      if (of === undefined) throw new Error(`no settings of centre ${id}`);
      return openingOf(of, now);
    };
    return {
      status: 200,
      body: {
        colleagues: colleagues.filter(({ id }) => id !== viewer.id).map(presentColleague),
        centres: centres.map(({ id, name, name_en, present, waiting }) => ({
          id,
          name: nameIn(language, name, name_en),
          ...openingOfCentre(id),
          present,
          waiting,
        })),
        groups: groups.map((group) => ({
          id: group.id,
          name: nameIn(language, group.name, group.name_en),
          centre: { id: group.centre_id, name: nameIn(language, group.centre_name, group.centre_name_en) },
          ...openingOfCentre(group.centre_id),
          present: group.present,
          members: group.members,
        })),
      },
    };
  },
});

const mentionsSeen = defineRoute({
  method: 'put',
  path: '/api/desk/conversations/{id}/mentions/seen',
  tag: 'Desk',
  summary: 'Tell that one has seen the notes of a conversation that mention oneself',
  access: 'officer',
  roles,
  limit: 'command',
  params: z.object({ id: idSchema }),
  answers: { 204: null },
  handler: async ({ viewer, params: { id } }, { knex }) => {
    await seeMentions(knex, viewer.id, id);
    return { status: 204, body: null };
  },
});

export const conversationDeskRoutes = [conversations, targets, mentionsSeen];

const holderOf = ({ officer_id: id, officer_name: name }: { officer_id: string; officer_name: string }) => ({ id, name });

/** Presents what all lists of conversations show. */
export const described = (
  row: Pick<WaitingConversationRow, 'id' | 'number' | 'taxpayer' | 'type_id' | 'type_name' | 'type_name_en' | 'cause'>,
  language: Language,
) => ({
  id: row.id,
  number: row.number,
  taxpayer: row.taxpayer,
  type: { id: row.type_id, name: nameIn(language, row.type_name, row.type_name_en) },
  cause: row.cause,
});

const presentOwn = (row: OwnConversationRow, language: Language): DeskConversation => ({
  ...described(row, language),
  status: row.status,
  since: row.since.toISOString(),
  offeredUntil: row.offered_until === null ? null : new Date(row.offered_until).toISOString(),
  unread: row.unread,
  last:
    row.last_by === null || row.last_at === null || row.last_type === null
      ? null
      : { by: row.last_by, at: row.last_at.toISOString(), type: row.last_type, excerpt: excerptOf(row.last_body) },
});

const excerptOf = (body: string | null): string => cut((body ?? '').replaceAll(/\s+/g, ' ').trim(), excerptLength);

/** @param place in the queue of the centre */
export const presentWaiting = (row: WaitingConversationRow, place: number, language: Language): WaitingConversation => ({
  ...described(row, language),
  place,
  waitingSince: row.waiting_since.toISOString(),
  front: row.front,
});

export const presentColleague = ({ status_reason, ...row }: ColleagueRow): ConversationColleague => ({
  ...row,
  statusReason: status_reason,
});
