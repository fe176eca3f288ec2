/** 互动 for its taxpayer: beginning one, the one that goes on, and the list of one's own. */
import { z } from 'zod';

import { attendanceOf, conversationGround, lastOfficerOf } from '../../../db/conversation/ground.ts';
import { winStart } from '../../../db/conversation/start.ts';
import { identityOf } from '../../../db/entry.ts';
import { hotEntries, suggestions } from '../../../db/knowledge/suggestions.ts';
import { placeOf } from '../../../db/directory.ts';
import { Case } from '../../../db/models/index.ts';
import { ownCases, type OwnCaseRow } from '../../../db/own-cases.ts';
import { settingsOf } from '../../../db/settings.ts';
import type { ConversationStatus } from '../../../domain/conversation/conversation.ts';
import { conversationKind } from '../../../domain/conversation/kind.ts';
import { commandAnswer } from '../../api/cases.ts';
import { idSchema } from '../../api/common.ts';
import { currentConversationAnswer, ownConversationsAnswer, ownConversationsQuery } from '../../api/conversation/conversation.ts';
import { openingOf } from '../cases/calendar.ts';
import { noteAnswered } from '../cases/carry-out.ts';
import { answerOf, answerOfImage, begun } from '../cases/command-answers.ts';
import { presentOwnCase } from '../cases/own-cases.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { nameIn } from '../http/names.ts';
import { CaseEnded } from '../temporal/gateway.ts';
import { conversationPolicyFrom } from './policy.ts';

const kind = conversationKind.name;

const begin = defineRoute({
  method: 'put',
  path: '/api/conversations/{id}',
  tag: 'Conversations',
  summary: 'Begin a conversation under an id chosen by the client; repeating the request returns the same answer',
  access: 'taxpayer',
  limit: 'command',
  params: z.object({ id: idSchema }),
  answers: { 200: commandAnswer, 202: commandAnswer },
  faults: ['not-found', 'conversation-running', 'centre-unknown', 'temporal-unavailable', 'worker-unavailable'],
  handler: async ({ viewer, params: { id }, requestId, ctx }, deps) => {
    const { knex } = deps;
    const [earlier, ground] = await Promise.all([
      Case.query(knex).findById(id),
      conversationGround(knex, viewer.id, viewer.regionId, kind),
    ]);
    if (earlier !== undefined) {
      if (earlier.kind !== kind || earlier.identity_id !== viewer.id) throw new Fault('not-found');
      return answerOfImage(earlier);
    }
    const { centreId, typeId } = ground;
    if (centreId === null || typeId === null) throw new Fault('centre-unknown');
    const running = ground.running?.id ?? (await winStart(knex, viewer.id, id));
    if (running !== id) throw new Fault('conversation-running', { details: { id: running } });
    const settings = await settingsOf(knex, viewer.regionId, centreId);
    const since = new Date(Date.now() - settings['conversation.lastOfficerMinutes'] * 60_000);
    const preferredOfficerId = await lastOfficerOf(knex, viewer.id, kind, since);
    const opening = { id, regionId: viewer.regionId, centreId, typeId, identityId: viewer.id, preferredOfficerId };
    try {
      const answer = answerOf(id, await deps.cases.open(conversationKind, opening, conversationPolicyFrom(settings)), begun('robot'));
      const entry = { actor: viewer, regionId: viewer.regionId, action: 'begin', objectKind: 'case', objectId: id, requestId };
      await noteAnswered(answer, entry, ctx, deps);
      return answer;
    } catch (error) {
      const ended = error instanceof CaseEnded ? await Case.query(knex).findById(id) : undefined;
      if (ended === undefined || ended.identity_id !== viewer.id) throw error;
      return answerOfImage(ended);
    }
  },
});

const current = defineRoute({
  method: 'get',
  path: '/api/conversations/current',
  tag: 'Conversations',
  summary: 'The conversation that goes on, whether officers can be asked for, and suggestions for the first question',
  access: 'taxpayer',
  limit: 'read',
  answers: { 200: currentConversationAnswer },
  faults: ['centre-unknown'],
  handler: async ({ viewer, language }, { knex }) => {
    const [{ running, ratable, centreId }, identity] = await Promise.all([
      conversationGround(knex, viewer.id, viewer.regionId, kind),
      identityOf(knex, viewer.id),
    ]);
    if (centreId === null) throw new Fault('centre-unknown');
    const kindAndRole = { kind: identity?.kind ?? 'natural-person', role: identity?.role ?? 'natural-person' } as const;
    const [settings, place, attendance, types, hot, suggested] = await Promise.all([
      settingsOf(knex, viewer.regionId, centreId),
      placeOf(knex, viewer.regionId, centreId),
      attendanceOf(knex, centreId),
      knex('case_types')
        .where({ region_id: viewer.regionId, kind, active: true })
        .orderBy(['position', 'id'])
        .select<{ id: string; name: string; name_en: string }[]>('id', 'name', 'name_en'),
      hotEntries(knex, viewer.regionId, { id: viewer.id, ...kindAndRole }, 8),
      suggestions(knex, viewer.regionId, kindAndRole, { topics: 12, ofTopic: 8 }),
    ]);
    return {
      status: 200,
      body: {
        conversation: running as { id: string; status: ConversationStatus } | null,
        ratable,
        centre: { id: centreId, name: nameIn(language, place?.name ?? null, place?.name_en ?? null) },
        notice: settings['conversation.notice'],
        officers: { ...openingOf(settings), onDuty: attendance.present > 0 },
        types: types.map(({ id, name, name_en }) => ({ id, name: nameIn(language, name, name_en) })),
        hot,
        topics: [...Map.groupBy(suggested, ({ topic }) => topic)].map(([name, entries]) => ({
          name,
          entries: entries.map(({ id, question }) => ({ id, question })),
        })),
      },
    };
  },
});

const list = defineRoute({
  method: 'get',
  path: '/api/conversations',
  tag: 'Conversations',
  summary: 'One’s own conversations, newest first',
  access: 'taxpayer',
  query: ownConversationsQuery,
  answers: { 200: ownConversationsAnswer },
  handler: async ({ viewer, query, language }, { knex }) => {
    const { page, size, ...filters } = query;
    const { rows, total } = await ownCases<OwnCaseRow<ConversationStatus>>(knex, { identityId: viewer.id, kind }, filters, { page, size });
    return { status: 200, body: { items: rows.map((row) => ({ kind, ...presentOwnCase(row, language) })), total, page, size } };
  },
});

export const conversationRoutes = [begin, current, list];
