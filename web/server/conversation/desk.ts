/** Conversations on the officers' desk: one's own, the centre's queue, and who can take one over (C4, J1). */
import { auditLook } from '../../../db/audit.ts';
import {
  conversationColleagues,
  ownConversations,
  targetCentres,
  waitingConversations,
  type ColleagueRow,
  type OwnConversationRow,
  type WaitingConversationRow,
} from '../../../db/conversation/desk.ts';
import { officerProfile } from '../../../db/officers.ts';
import { settingsOfCentres } from '../../../db/settings.ts';
import { cut } from '../../../domain/input/text.ts';
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
    const [own, waiting, { capacity, status, status_reason }] = await Promise.all([
      ownConversations(knex, viewer.id),
      waitingConversations(knex, centreId, shownOfQueue),
      officerProfile(knex, viewer.id),
    ]);
    const shown = [...own, ...waiting].map(({ id }) => id);
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
  summary: 'Colleagues and other centres that a conversation can be handed over to, with presence, load and opening hours',
  access: 'officer',
  roles,
  limit: 'read',
  answers: { 200: conversationTargetsAnswer },
  handler: async ({ viewer, language }, { knex }) => {
    const centreId = centreOf(viewer);
    const [colleagues, centres] = await Promise.all([
      conversationColleagues(knex, centreId),
      targetCentres(knex, viewer.regionId, centreId),
    ]);
    const settings = await settingsOfCentres(
      knex,
      viewer.regionId,
      centres.map(({ id }) => id),
    );
    const now = Date.now();
    return {
      status: 200,
      body: {
        colleagues: colleagues.filter(({ id }) => id !== viewer.id).map(presentColleague),
        centres: centres.map(({ id, name, name_en, present, waiting }) => {
          const of = settings.get(id);
          if (of === undefined) throw new Error(`no settings of centre ${id}`);
          return { id, name: nameIn(language, name, name_en), ...openingOf(of, now), present, waiting };
        }),
      },
    };
  },
});

export const conversationDeskRoutes = [conversations, targets];

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
