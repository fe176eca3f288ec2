/** The robot 悦悦 outside a conversation. */
import { knowledgeVersion } from '../../../db/knowledge/entries.ts';
import { storedLearnt } from '../../../db/knowledge/learnt.ts';
import { identityOf } from '../../../db/entry.ts';
import { settingsOf } from '../../../db/settings.ts';
import { learntSchema } from '../../../robot/learning/learnt.ts';
import type { KnowledgeEntry, RobotAnswer } from '../../../robot/robot.ts';
import { askAnswer, askBody, robotAnswer } from '../../api/robot.ts';
import { defineRoute } from '../http/define-route.ts';

const present = ({ id, question }: KnowledgeEntry) => ({ id, externalId: id, question });

function presentAnswer(answer: RobotAnswer) {
  const ranking = answer.ranking.map(present);
  switch (answer.kind) {
    case 'answer':
      return { kind: answer.kind, entries: [present(answer.entry)], ranking, reply: null };
    case 'choices':
      return { kind: answer.kind, entries: answer.entries.map(present), ranking, reply: null };
    case 'reply':
      return { kind: 'none' as const, entries: [], ranking, reply: { id: answer.entry.id, text: answer.entry.answer } };
    case 'none':
      return { kind: answer.kind, entries: [], ranking, reply: null };
  }
}

const ask = defineRoute({
  method: 'post',
  path: '/api/robot/ask',
  tag: 'Robot',
  summary: 'What the robot says to a question, as in a conversation; nothing is stored',
  access: 'taxpayer',
  limit: 'ask',
  body: askBody,
  answers: { 200: askAnswer },
  handler: async ({ viewer, body: { text } }, { knex, robot }) => {
    const identity = await identityOf(knex, viewer.id);
    const answer = await robot.answer(text, { regionId: viewer.regionId, audience: identity?.kind ?? null, now: Date.now() });
    return { status: 200, body: presentAnswer(answer) };
  },
});

const state = defineRoute({
  method: 'get',
  path: '/api/robot',
  tag: 'Robot',
  summary: 'By what the robot finds, and what would be answered at each threshold',
  access: 'officer',
  roles: ['administrator'],
  limit: 'read',
  answers: { 200: robotAnswer },
  handler: async ({ viewer: { regionId } }, { knex, robot }) => {
    const { source, reason } = await robot.state();
    const [stored, { version }, settings] = await Promise.all([
      storedLearnt(knex, regionId, source),
      knowledgeVersion(knex, regionId, source),
      settingsOf(knex, regionId),
    ]);
    const learnt = learntSchema.safeParse(stored?.learnt);
    return {
      status: 200,
      body: {
        source,
        reason,
        thresholds: { answerFrom: settings['conversation.answerFrom'], offerFrom: settings['conversation.offerFrom'] },
        learnt:
          stored === null || !learnt.success
            ? null
            : {
                at: new Date(stored.learntAt).toISOString(),
                version: stored.version,
                upToDate: stored.knowledgeVersion >= version,
                ...learnt.data.figures,
                curve: learnt.data.curve,
              },
      },
    };
  },
});

export const robotRoutes = [ask, state];
