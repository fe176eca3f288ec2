/** The supervisor's view of a centre's conversations at this moment (J3). */
import type { Knex } from 'knex';

import { auditLook } from '../../../db/audit.ts';
import { servable } from '../../../db/chat/seats.ts';
import { conversationColleagues, conversationCounts, runningConversations, waitingConversations } from '../../../db/conversation/desk.ts';
import { conversationFigures, idleSecondsNow } from '../../../db/conversation/figures.ts';
import { promisesKept } from '../../../db/conversation/promises.ts';
import { conversationKind } from '../../../domain/conversation/kind.ts';
import { instantsOf } from '../../../domain/report-period.ts';
import { dayNumberOf, dayNumberOfDate, startOfDay } from '../../../domain/shanghai.ts';
import { conversationBoardAnswer, conversationReportAnswer, type ConversationFigures } from '../../api/conversation/desk.ts';
import { periodQuery } from '../../api/report.ts';
import { centresOf } from '../cases/centres.ts';
import { defineRoute } from '../http/define-route.ts';
import { centreOf } from '../officers/centre.ts';
import { described, presentColleague, presentWaiting } from './desk.ts';

const dayMs = 86_400_000;
/** Maximum number of conversations in each list. */
const shown = 50;

const board = defineRoute({
  method: 'get',
  path: '/api/supervision/conversations',
  tag: 'Supervision',
  summary: 'Conversations of the centre at this moment: the queue, who has which, officers by presence and load',
  access: 'officer',
  roles: ['supervisor'],
  limit: 'read',
  answers: { 200: conversationBoardAnswer },
  handler: async ({ viewer, language, requestId }, { knex }) => {
    const centreId = centreOf(viewer);
    const now = Date.now();
    const today = { centreIds: [centreId], since: new Date(startOfDay(dayNumberOf(now))), until: new Date(now + dayMs) };
    const [counts, idle, queue, running, officers, figures] = await Promise.all([
      conversationCounts(knex, centreId),
      servable(knex, centreId),
      waitingConversations(knex, centreId, shown),
      runningConversations(knex, centreId, shown),
      conversationColleagues(knex, centreId),
      figuresOf(knex, viewer.regionId, today),
    ]);
    const idleNow = await idleSecondsNow(
      knex,
      idle.map(({ caseId }) => caseId),
    );
    const cases = [...queue, ...running].map(({ id }) => id);
    // The lists show names, so reading them is audited as a look.
    if (cases.length > 0)
      await auditLook(knex, {
        actor: viewer,
        regionId: viewer.regionId,
        action: 'list',
        objectKind: 'conversation-board',
        objectId: centreId,
        requestId,
        shownAs: 'cases',
        shown: cases,
      });
    const { waiting, waiting_since, offered, active } = counts;
    return {
      status: 200,
      body: {
        waiting,
        waitingSince: waiting_since?.toISOString() ?? null,
        offered,
        active,
        idle: idle.length,
        today: { ...figures, idleSeconds: figures.idleSeconds + idleNow },
        queue: queue.map((row, index) => presentWaiting(row, index + 1, language)),
        running: running.map((row) => ({
          ...described(row, language),
          status: row.status,
          since: row.since.toISOString(),
          officer: { id: row.officer_id, name: row.officer_name },
        })),
        officers: officers.map(presentColleague),
      },
    };
  },
});

/** Figures of one centre, or of all centres of the region. */
async function figuresOf(
  knex: Knex,
  regionId: string,
  { centreIds, since, until }: { centreIds: readonly string[]; since: Date; until: Date },
): Promise<ConversationFigures> {
  const [only, ...others] = centreIds;
  const centreId = others.length === 0 ? (only ?? null) : null;
  const [figures, promises] = await Promise.all([
    conversationFigures(knex, conversationKind.name, { centreIds, since, until }),
    promisesKept(knex, { regionId, centreId, from: since, to: until }),
  ]);
  return { ...figures, promises };
}

const report = defineRoute({
  method: 'get',
  path: '/api/supervision/conversations/report',
  tag: 'Supervision',
  summary: 'Conversations of a period: who attended them, how soon, why officers were asked for, and how long officers were idle meanwhile',
  access: 'officer',
  roles: ['supervisor', 'administrator'],
  limit: 'read',
  query: periodQuery(),
  queryFor: async (viewer, deps) => periodQuery(await centresOf(viewer, deps)),
  answers: { 200: conversationReportAnswer },
  handler: async ({ viewer, query: { from, to, centreId } }, deps) => {
    const { since, until } = instantsOf({ from: dayNumberOfDate(from), to: dayNumberOfDate(to) });
    const centreIds = centreId === undefined ? await centresOf(viewer, deps) : [centreId];
    const period = { centreIds, since: new Date(since), until: new Date(until) };
    return { status: 200, body: await figuresOf(deps.knex, viewer.regionId, period) };
  },
});

export const conversationBoardRoutes = [board, report];
