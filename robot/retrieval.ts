/** The robot that answers with entries as editors wrote them, found by their words. */
import type { Knex } from 'knex';

import type { KnowledgeRow } from '../db/knowledge/entries.ts';
import { dateOf, dayNumberOf } from '../domain/shanghai.ts';
import { RegionIndexes } from './region-indexes.ts';
import type { KnowledgeEntry, Robot, RobotContext } from './robot.ts';
import type { Hit, SearchIndex } from './search-index.ts';
import { termsOf } from './terms.ts';

/**
 * When an entry is the answer: its score and its lead on the next one. Chosen where a wrong answer costs more than a choice, on half of
 * the demo's wordings, each asked of an index without it; tests/robot/answers.test.ts measures the other half.
 */
const confident = { score: 0.4, lead: 0.1 };
/** From this score on an entry is worth offering. */
const worthOffering = 0.25;
/** From this score on an entry has something to do with the text of a search. */
const worthListing = 0.1;
/** A greeting must be like a wording as a whole: alone, the words that every question contains mean nothing. */
const alike = 0.8;
const mostChoices = 5;
const mostRelated = 3;
/** In all regions together, some hundred megabytes. */
const mostEntries = 5_000;
/** Questions are longer only when a text is pasted. Its beginning says what it is about. */
const longestQuestion = 200;

/** Creates the robot of a process. */
export function createRobot(knex: Knex): Robot {
  const indexes = new RegionIndexes(knex, mostEntries);

  return {
    answer: async (question, context) => {
      const index = await indexes.of(context.regionId);
      const hits = hitsOf(index, question, context);
      const [best, next] = hits;
      if (best === undefined || best.score < worthOffering) return { kind: 'none' };
      if (best.score >= confident.score && best.score - (next?.score ?? 0) >= confident.lead)
        return { kind: 'answer', entry: present(best.row), related: relatedTo(best.row, index, context) };
      const offered = hits.slice(0, mostChoices).filter(({ score }) => score >= worthOffering);
      return { kind: 'choices', entries: offered.map(({ row }) => present(row)) };
    },
    entry: async (id, context) => {
      const row = (await indexes.of(context.regionId)).get(id);
      return row && admittedTo(context)(row) ? present(row) : null;
    },
    search: async (text, context, limit) => {
      const hits = hitsOf(await indexes.of(context.regionId), text, context);
      return hits
        .slice(0, limit)
        .filter(({ score }) => score >= worthListing)
        .map(({ row }) => present(row));
    },
  };
}

function hitsOf(index: SearchIndex, text: string, context: RobotContext): Hit[] {
  const terms = termsOf(text.slice(0, longestQuestion));
  const hits = index.find(terms, admittedTo(context));
  return terms.substantial ? hits : hits.filter(({ likeness }) => likeness >= alike);
}

const relatedTo = (row: KnowledgeRow, index: SearchIndex, context: RobotContext): KnowledgeEntry[] =>
  row.related
    .flatMap((id) => index.get(id) ?? [])
    .filter(admittedTo(context))
    .slice(0, mostRelated)
    .map(present);

/** Tells whether an entry is valid and meant for the audience. */
function admittedTo({ audience, now }: RobotContext): (row: KnowledgeRow) => boolean {
  const today = dateOf(dayNumberOf(now));
  return (row) =>
    (row.validFrom === null || row.validFrom <= today) &&
    (row.validTo === null || today <= row.validTo) &&
    (audience === null || row.audience.includes(audience) || row.audience.includes('both'));
}

/** Leaves out what only the search needs. */
const present = ({ keywords: _k, audience: _a, related: _r, wordings: _w, ...entry }: KnowledgeRow): KnowledgeEntry => entry;
