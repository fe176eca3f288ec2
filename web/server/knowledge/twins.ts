/** Near twins among the region's entries, for their editors. */
import { publishedWordings } from '../../../db/knowledge/edited.ts';
import { knowledgeRoles } from '../../../domain/policies.ts';
import { twinsAmong } from '../../../domain/twins.ts';
import { mostTwins, twinsAnswer } from '../../api/knowledge-twins.ts';
import { defineRoute } from '../http/define-route.ts';

/** From this likeness on, two wordings are nearly the same. */
const nearlySame = 0.75;
/** Wordings that are compared: comparing them takes time that others wait for. */
const mostWordings = 3_000;

const twins = defineRoute({
  method: 'get',
  path: '/api/knowledge/twins',
  tag: 'Knowledge',
  summary: 'Wordings of different published entries that are nearly the same, the most alike first',
  access: 'officer',
  roles: knowledgeRoles,
  limit: 'read',
  answers: { 200: twinsAnswer },
  handler: async ({ viewer }, { knex }) => {
    const wordings = await publishedWordings(knex, viewer.regionId, mostWordings + 1);
    const pairs = twinsAmong(wordings.slice(0, mostWordings), nearlySame, mostTwins);
    return { status: 200, body: { pairs, all: wordings.length <= mostWordings } };
  },
});

export const knowledgeTwinRoutes = [twins];
