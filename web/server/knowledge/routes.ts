/** Search in the region's knowledge, for officers. */
import { knowledgeAnswer, knowledgeQuery, mostKnowledgeHits } from '../../api/knowledge.ts';
import { defineRoute } from '../http/define-route.ts';

const search = defineRoute({
  method: 'get',
  path: '/api/knowledge',
  tag: 'Knowledge',
  summary: 'Entries of the region that have something to do with a text, best first',
  access: 'officer',
  limit: 'read',
  query: knowledgeQuery,
  answers: { 200: knowledgeAnswer },
  handler: async ({ viewer, query: { query } }, { robot }) => ({
    status: 200,
    body: { items: await robot.search(query, { regionId: viewer.regionId, audience: null, now: Date.now() }, mostKnowledgeHits) },
  }),
});

export const knowledgeRoutes = [search];
