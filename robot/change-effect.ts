/**
 * What a change of one entry would change in the answers. The index in use is asked as if the entry were different; nothing is stored.
 *
 * 1. Asked are the wordings of the knowledge, each left out of its own entry, so that the robot does not know it; of a large region a sample,
 *    but always all those of the changed entry. The right entry is known. Further questions may be given, whose right entry is not.
 * 2. Weights and probabilities are those in force. They are learnt anew after a change, which moves answers a little more.
 */
import { setImmediate } from 'node:timers/promises';

import type { KnowledgeRow } from '../db/knowledge/entries.ts';
import { decide, type Decided, type Thresholds } from './deciding.ts';
import { frequenciesWithout } from './finding/entry-terms.ts';
import type { StandIn } from './finding/region-finder.ts';
import { judge } from './judging.ts';
import type { RegionIndex } from './region-finders.ts';
import type { AnswerShares, ChangeEffect, ChangedAnswer, FoundTitle, Outcome } from './robot.ts';
import { normalise } from './terms.ts';

/** Wordings that are asked, at most. */
const mostWordings = 1_500;
/** Answers that are listed, at most. */
const mostListed = 50;

/** A question with its vector, whitened; null to find by words alone. */
export interface Probe {
  text: string;
  vector: Float32Array | null;
}

interface Labelled extends Probe {
  /** Entry whose wording this is; null where nobody has said which one is right. */
  ownId: string | null;
}

export interface Change {
  id: string;
  /** null when the entry is taken back. */
  after: StandIn | null;
}

/**
 * @param further questions of people beside the wordings of the knowledge
 * @param admits tells which entries are valid
 * @param withinMs time after which no more are asked
 */
export async function effectOf(
  { finder, learnt, source }: RegionIndex,
  change: Change,
  further: readonly Probe[],
  thresholds: Thresholds,
  admits: (row: KnowledgeRow) => boolean,
  withinMs: number,
): Promise<ChangeEffect> {
  const before = finder.stored(change.id) ?? null;
  const probes = [...wordingsOf(finder, change, before), ...further.map((probe) => ({ ...probe, ownId: null }))];
  const without = (standIn: StandIn | null, text: string): StandIn | null => standIn && withoutWording(standIn, text);
  // The wordings of an entry come one after the other.
  let last: StandIn | null = null;
  const stored = (id: string): StandIn | null => (last?.row.id === id ? last : (last = finder.stored(id) ?? null));
  const others = finder.othersFor((row) => row.id !== change.id && admits(row));
  const namesOf = (standIn: StandIn | null): string[] =>
    standIn === null || standIn.row.inScope || !admits(standIn.row) ? [] : standIn.row.keywords.map(normalise);
  /** Asks a question once without the changed entry, and adds it as it was and as it becomes. */
  const answers = ({ text, vector, ownId }: Labelled): [Outcome, Outcome] => {
    const instead = new Map<string, StandIn | null>([[change.id, null]]);
    if (ownId !== null && ownId !== change.id) instead.set(ownId, without(stored(ownId), text));
    const { candidates, question } = finder.findWith(text, vector, admits, instead);
    const answer = (changed: StandIn | null): Outcome => {
      const standIn = ownId === change.id ? without(changed, text) : changed;
      const own = standIn === null || !admits(standIn.row) ? [] : finder.compareWith(standIn, question, vector);
      const judgement = judge({ candidates: [...candidates, ...own], question }, learnt, () => true);
      return outcomeOf(decide(text, judgement, [...others, ...namesOf(changed)], thresholds));
    };
    return [answer(before), answer(change.after)];
  };

  const until = performance.now() + withinMs;
  const shares = { before: noShares(), after: noShares() };
  const changes: ChangedAnswer[] = [];
  let asked = 0;
  let labelled = 0;
  for (const probe of probes) {
    if (performance.now() > until) break;
    asked += 1;
    const [was, becomes] = answers(probe);
    const own = probe.ownId === null ? null : (probe.ownId === change.id ? (change.after ?? before) : stored(probe.ownId))?.row;
    if (own?.inScope === true) {
      labelled += 1;
      shares.before[gradeOf(was, own)] += 1;
      shares.after[gradeOf(becomes, own)] += 1;
    }
    if (isDifferent(was, becomes, change.id)) {
      const verdict = own ? verdictOf(was, becomes, own) : 'open';
      changes.push({ question: probe.text, own: own ? titleOf(own) : null, before: was, after: becomes, verdict });
    }
    await setImmediate();
  }
  const part = (counts: AnswerShares): AnswerShares => {
    const of = Math.max(labelled, 1);
    return { right: counts.right / of, offered: counts.offered / of, none: counts.none / of, wrong: counts.wrong / of };
  };
  return {
    source,
    asked,
    all: asked === probes.length,
    before: part(shares.before),
    after: part(shares.after),
    changed: changes.length,
    changes: changes.toSorted((a, b) => ranks[a.verdict] - ranks[b.verdict]).slice(0, mostListed),
  };
}

/** What is worse is read first. */
const ranks: Readonly<Record<ChangedAnswer['verdict'], number>> = { worse: 0, open: 1, better: 2, same: 3 };

function wordingsOf(finder: RegionIndex['finder'], { id, after }: Change, before: StandIn | null): Labelled[] {
  const labelledOf = (ownId: string, { wordings, vectors }: Pick<StandIn, 'wordings' | 'vectors'>): Labelled[] =>
    wordings.map((text, at) => ({ text, vector: vectors[at] ?? null, ownId }));
  const kept = new Set(after?.wordings);
  const own = [
    ...(after === null ? [] : labelledOf(id, after)),
    // Nobody says where a wording belongs that the change takes away.
    ...(before === null ? [] : labelledOf(id, before).filter(({ text }) => !kept.has(text))).map((probe) =>
      after === null ? probe : { ...probe, ownId: null },
    ),
  ];
  const rest = [...finder.ids].filter((other) => other !== id);
  const every = Math.ceil(rest.length / Math.max(1, Math.floor(mostWordings / usualWordings)));
  const sampled = rest.filter((_, at) => at % every === 0).flatMap((other) => labelledOf(other, finder.stored(other) ?? nothing));
  return [...own, ...sampled.slice(0, mostWordings)];
}

/** So many wordings a well-kept entry has, with its question. */
const usualWordings = 9;
const nothing = { wordings: [], vectors: [] };

function withoutWording(standIn: StandIn, text: string): StandIn {
  const at = standIn.wordings.indexOf(text);
  if (at < 0 || standIn.wordings.length < 2) return standIn;
  const stays = (_: unknown, place: number): boolean => place !== at;
  return {
    ...standIn,
    wordings: standIn.wordings.filter(stays),
    vectors: standIn.vectors.filter(stays),
    frequencies: frequenciesWithout(standIn.frequencies, text),
  };
}

const titleOf = ({ id, question }: KnowledgeRow): FoundTitle => ({ id, question });

function outcomeOf(decided: Decided): Outcome {
  switch (decided.kind) {
    case 'answer':
    case 'reply':
      return { kind: decided.kind, entries: [titleOf(decided.row)] };
    case 'choices':
      return { kind: decided.kind, entries: decided.rows.map(titleOf) };
    case 'none':
      return { kind: decided.kind, entries: [] };
  }
}

/** Choices differ when the changed entry comes among them or leaves them; their order is no difference. */
function isDifferent(was: Outcome, becomes: Outcome, changedId: string): boolean {
  if (was.kind !== becomes.kind) return true;
  if (was.kind === 'choices') return names(was, changedId) !== names(becomes, changedId);
  return was.entries[0]?.id !== becomes.entries[0]?.id;
}

const names = ({ entries }: Outcome, id: string): boolean => entries.some((entry) => entry.id === id);

/** How a question was served whose right entry is known. To a matter of others, saying nothing is second best. */
function gradeOf(outcome: Outcome, own: KnowledgeRow): keyof AnswerShares {
  switch (outcome.kind) {
    case 'answer':
      return names(outcome, own.id) ? 'right' : 'wrong';
    case 'reply':
      return names(outcome, own.id) ? 'right' : own.inScope ? 'none' : 'offered';
    case 'choices':
      return names(outcome, own.id) ? 'offered' : 'none';
    case 'none':
      return own.inScope ? 'none' : 'offered';
  }
}

const grades: Readonly<Record<keyof AnswerShares, number>> = { right: 3, offered: 2, none: 1, wrong: 0 };

function verdictOf(was: Outcome, becomes: Outcome, own: KnowledgeRow): ChangedAnswer['verdict'] {
  const gain = grades[gradeOf(becomes, own)] - grades[gradeOf(was, own)];
  return gain === 0 ? 'same' : gain > 0 ? 'better' : 'worse';
}

const noShares = (): AnswerShares => ({ right: 0, offered: 0, none: 0, wrong: 0 });
