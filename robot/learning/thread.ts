/** The thread that learns from one region's knowledge and stores what it has learnt. */
import { workerData } from 'node:worker_threads';

import { connect, timeLimits } from '../../db/connect.ts';
import { knowledgeVersion, publishedKnowledge } from '../../db/knowledge/entries.ts';
import { storedLearnt, storeLearnt } from '../../db/knowledge/learnt.ts';
import { analyseStored } from '../finding/analysis.ts';
import { analysedByWords } from '../finding/region-finder.ts';
import { learn } from './learn.ts';
import type { Source } from './learnt.ts';

export interface LearningThreadData {
  databaseUrl: string;
  regionId: string;
  source: Source;
}

const { databaseUrl, regionId, source } = workerData as LearningThreadData;
const knex = connect(databaseUrl, 1, timeLimits.tool);
try {
  const { version } = await knowledgeVersion(knex, regionId, source);
  const stored = await storedLearnt(knex, regionId, source);
  if (stored === null || stored.knowledgeVersion < version) {
    const rows = await publishedKnowledge(knex, regionId);
    const entries = source === 'meaning' ? await analyseStored(knex, rows) : rows.map(analysedByWords);
    const learnt = await learn(entries, source === 'meaning');
    if (learnt !== null) await storeLearnt(knex, { regionId, source, knowledgeVersion: version, learnt });
  }
} finally {
  await knex.destroy();
}
