/** The supervisor's view of a centre's conversations at this moment (J3). */
import { auditLook } from '../../../db/audit.ts';
import { servable } from '../../../db/chat/seats.ts';
import { conversationColleagues, conversationCounts, runningConversations, waitingConversations } from '../../../db/conversation/desk.ts';
import { conversationBoardAnswer } from '../../api/conversation/desk.ts';
import { defineRoute } from '../http/define-route.ts';
import { centreOf } from '../officers/centre.ts';
import { described, presentColleague, presentWaiting } from './desk.ts';

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
    const [counts, idle, queue, running, officers] = await Promise.all([
      conversationCounts(knex, centreId),
      servable(knex, centreId),
      waitingConversations(knex, centreId, shown),
      runningConversations(knex, centreId, shown),
      conversationColleagues(knex, centreId),
    ]);
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

export const conversationBoardRoutes = [board];
