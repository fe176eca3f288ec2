/** What random stories of every kind of case are made of. */
import fc from 'fast-check';

import type { Actor } from '../../domain/case.ts';
import { isWanted, paperStatuses, verdicts, type HandedIn, type Paper, type PaperStatus, type Verdict } from '../../domain/papers.ts';

/** Who does something, and what. */
export interface Deed<C> {
  actor: Actor;
  command: C;
}

/**
 * One of what an arbitrary may give, the same for the same seed: a story whose every step depends on the last is generated as a list of
 * seeds, and shortened by leaving some out.
 */
export function chosen<T>(arbitrary: fc.Arbitrary<T>, seed: number): T {
  const [value] = fc.sample(arbitrary, { seed, numRuns: 1 });
  return value as T;
}

/** What people may say of papers that stand like this: mostly what fits them, at times anything, of papers that nobody knows. */
export function papersSaid(papers: readonly Paper[], uploadIds: string[]) {
  const paper = fc.constantFrom(...papers.map(({ key }) => key), 'unheard-of');
  const some = <T extends { key: string }>(each: fc.Arbitrary<T>) =>
    fc.oneof(
      { weight: 5, arbitrary: fc.uniqueArray(each, { minLength: 1, maxLength: 3, selector: ({ key }) => key }) },
      fc.array(each, { maxLength: 3 }),
    );
  const files = fc.oneof({ weight: 9, arbitrary: fc.constant(uploadIds) }, fc.constant<string[]>([]));
  /** Papers that stand so, in the way that fits them; beside any, in any way. */
  const fitting = <T extends { key: string }>(like: readonly PaperStatus[], make: (key: string) => fc.Arbitrary<T>) => {
    const found = papers.filter(({ status }) => like.includes(status)).map(({ key }) => key);
    const anyOnes = some(paper.chain(make));
    if (found.length === 0) return anyOnes;
    return fc.oneof({ weight: 3, arbitrary: some(fc.constantFrom(...found).chain(make)) }, anyOnes);
  };
  /** What an officer looks at is mostly what is there. */
  const revisionOf = (key: string) => {
    const revision = papers.find((candidate) => candidate.key === key)?.revision ?? 0;
    return fc.oneof({ weight: 9, arbitrary: fc.constant(revision) }, fc.constant(Math.max(0, revision - 1)));
  };
  const filled = (key: string): fc.Arbitrary<HandedIn> => fc.record({ key: fc.constant(key), uploadIds: files });

  return {
    asked: fitting([...paperStatuses], (key) => fc.constant({ key })).map((all) => all.map(({ key }) => key)),
    handedIn: fitting(['missing', 'returned'], filled),
    /** Everything that is wanted. */
    all: fc.constant(papers.filter(isWanted).map(({ key }): HandedIn => ({ key, uploadIds }))),
    judged: fitting(['handed-in'], (key) =>
      fc.record<Verdict>({ key: fc.constant(key), verdict: fc.constantFrom(...verdicts), revision: revisionOf(key) }),
    ),
  };
}
