/** The robot that answers with entries as editors wrote them, found by their meaning and their words. */
import type { Knex } from 'knex';

import type { KnowledgeRow } from '../db/knowledge/entries.ts';
import { settingsOf } from '../db/settings.ts';
import { dateOf, dayNumberOf } from '../domain/shanghai.ts';
import { effectOf, type Probe } from './change-effect.ts';
import { decide, type Decided, type Thresholds } from './deciding.ts';
import { analyse } from './finding/analysis.ts';
import { analysedByWords } from './finding/region-finder.ts';
import { leansOnFormer } from './follow-up.ts';
import { judge, type Judgement } from './judging.ts';
import type { Embedder } from './meaning/embedder.ts';
import { forModel } from './meaning/stored-vectors.ts';
import { RegionFinders, type FinderHooks, type RegionIndex } from './region-finders.ts';
import type { ChangeEffect, EntryChange, KnowledgeEntry, Robot, RobotAnswer, RobotContext } from './robot.ts';
import { normalise } from './terms.ts';

/** From this share of its words on an entry has something to do with the text of a search. */
const worthListing = 0.1;
/** From this likeness to one of its wordings on, too. */
const alike = 0.3;
const mostRelated = 2;
const mostRanked = 3;
/** In all regions together, about a gigabyte. */
const mostEntries = 120_000;
/** Questions are longer only when a text is pasted. Its beginning says what it is about. */
const longestQuestion = 200;
const usualEffectMs = 12_000;

/** The model as it was loaded, or the reason why it was not. */
export type Model = { embedder: Embedder } | { embedder: null; reason: string };

/**
 * The robot over the knowledge of all regions.
 *
 * @param effectMs time after which an effect of a change asks no more questions
 */
export function createRobot(knex: Knex, model: Model, hooks: FinderHooks, effectMs = usualEffectMs): Robot {
  const { embedder } = model;
  const regions = new RegionFinders(knex, embedder, mostEntries, hooks);

  const judged = async (text: string, index: RegionIndex, context: RobotContext): Promise<Judgement> => {
    const vector = embedder === null || index.source === 'words' ? null : await embedder.embed(forModel(text));
    return judge(index.finder.find(text, vector, admittedTo(context)), index.learnt, meantFor(context));
  };

  const thresholdsOf = async (regionId: string, index: RegionIndex): Promise<Thresholds> => {
    const settings = await settingsOf(knex, regionId);
    const { 'conversation.answerFrom': answerFrom, 'conversation.offerFrom': offerFrom } = settings;
    return thresholdsFor(index, { answerFrom, offerFrom });
  };

  /** Taxpayers wait for the same process, so that only one effect is worked out at a time. */
  let effects: Promise<unknown> = Promise.resolve();
  const effect = async ({ regionId, id, entry, questions, now }: EntryChange): Promise<ChangeEffect> => {
    const index = await regions.of(regionId);
    const { finder, source } = index;
    const row = entry === null ? null : { ...entry, id, version: 0 };
    const byMeaning = source === 'meaning' && embedder !== null ? embedder : null;
    const [analysed] = row === null ? [] : byMeaning === null ? [analysedByWords(row)] : await analyse(knex, [row], byMeaning);
    const probes: Probe[] = [];
    for (const question of questions) {
      const text = question.slice(0, longestQuestion);
      probes.push({ text, vector: byMeaning === null ? null : finder.whitened(await byMeaning.embed(forModel(text))) });
    }
    const change = { id, after: analysed === undefined ? null : finder.standIn(analysed) };
    return effectOf(index, change, probes, await thresholdsOf(regionId, index), admittedTo({ now }), effectMs);
  };

  return {
    answer: async (question, context) => {
      const text = question.slice(0, longestQuestion);
      // Signs alone ask nothing.
      if (normalise(text) === '') return { kind: 'none', ranking: [] };
      const index = await regions.of(context.regionId);
      const thresholds = await thresholdsOf(context.regionId, index);
      const others = index.finder.othersFor(admittedTo(context));
      const judgement = await judged(text, index, context);
      const decided = decide(text, judgement, others, thresholds);
      const former = decided.kind !== 'answer' && leansOnFormer(text) ? index.finder.get(context.formerEntryId ?? '') : undefined;
      if (former === undefined) return present(decided, judgement, index, context);
      const whole = await judged(`${former.question} ${text}`, index, context);
      const again = decide(text, whole, others, thresholds);
      return again.kind === 'answer' ? present(again, whole, index, context) : present(decided, judgement, index, context);
    },
    entry: async (id, context) => {
      const row = (await regions.of(context.regionId)).finder.get(id);
      return row && admittedTo(context)(row) ? entryOf(row) : null;
    },
    search: async (text, context, limit) => {
      const beginning = text.slice(0, longestQuestion);
      const { ranked } = await judged(beginning, await regions.of(context.regionId), context);
      return ranked
        .slice(0, limit)
        .filter(({ parts, likeness }) => parts[2] >= worthListing || likeness >= alike)
        .map(({ row }) => entryOf(row));
    },
    effect: (change) => {
      const work = effects.then(() => effect(change));
      effects = work.catch(() => undefined);
      return work;
    },
    prepare: (regionId) => regions.prepare(regionId),
    state: () => Promise.resolve(model.embedder === null ? { source: 'words', reason: model.reason } : { source: 'meaning', reason: null }),
  };
}

/** Words alone tell less than their probability says, so that half of the doubt is taken away. */
const thresholdsFor = ({ source }: RegionIndex, { answerFrom, offerFrom }: Thresholds): Thresholds =>
  source === 'meaning' ? { answerFrom, offerFrom } : { answerFrom: (1 + answerFrom) / 2, offerFrom };

function present(decided: Decided, { ranked }: Judgement, { finder }: RegionIndex, context: RobotContext): RobotAnswer {
  const ranking = ranked.slice(0, mostRanked).map(({ row }) => entryOf(row));
  switch (decided.kind) {
    case 'answer': {
      const { row } = decided;
      const chosen = row.related.flatMap((id) => finder.get(id) ?? []).filter(admittedTo(context));
      const related = [...ranking, ...chosen.map(entryOf)].filter(
        ({ id }, at, all) => id !== row.id && all.findIndex((e) => e.id === id) === at,
      );
      return { kind: 'answer', entry: entryOf(row), related: related.slice(0, mostRelated), ranking };
    }
    case 'choices':
      return { kind: 'choices', entries: decided.rows.map(entryOf), ranking };
    case 'reply':
      return { kind: 'reply', entry: entryOf(decided.row), ranking };
    case 'none':
      return { kind: 'none', ranking };
  }
}

/** Tells whether an entry is valid. */
function admittedTo({ now }: Pick<RobotContext, 'now'>): (row: KnowledgeRow) => boolean {
  const today = dateOf(dayNumberOf(now));
  return (row) => (row.validFrom === null || row.validFrom <= today) && (row.validTo === null || today <= row.validTo);
}

const meantFor =
  ({ audience }: Pick<RobotContext, 'audience'>) =>
  (row: KnowledgeRow): boolean =>
    audience === null || row.audience.includes(audience) || row.audience.includes('both');

/** Leaves out what only the search needs. */
const entryOf = ({ keywords: _k, audience: _a, related: _r, wordings: _w, inScope: _s, ...entry }: KnowledgeRow): KnowledgeEntry => entry;
