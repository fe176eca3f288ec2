/**
 * The indexes of the regions that this process was asked about.
 *
 * 1. Every question reads the version of its region's knowledge; an index that is behind takes in what has changed before it answers.
 * 2. An index by meaning takes seconds, and minutes where vectors are not stored yet. Until it is there the region is found by words.
 * 3. What was learnt is read when the index is built, and the index is built again, beside the one in use, when it was learnt anew.
 */
import type { Knex } from 'knex';

import { changedKnowledge, knowledgeVersion, publishedKnowledge, type KnowledgeRow } from '../db/knowledge/entries.ts';
import { storedLearnt } from '../db/knowledge/learnt.ts';
import { analyse } from './finding/analysis.ts';
import { wordingsOf } from './finding/entry-terms.ts';
import { analysedByWords, RegionFinder, type AnalysedEntry } from './finding/region-finder.ts';
import { usualLearnt } from './learning/usual.ts';
import { learntSchema, type Learnt, type Source } from './learning/learnt.ts';
import type { Embedder } from './meaning/embedder.ts';
import { learnWhitening } from './meaning/whitening.ts';

export interface RegionIndex {
  finder: RegionFinder;
  learnt: Learnt;
  source: Source;
}

interface Kept extends RegionIndex {
  version: number;
  learntVersion: number;
}

/** What an index is made from: the rows, and the versions that were read before them. */
interface Versions {
  version: number;
  learntVersion: number;
}

export interface FinderHooks {
  /** Knowledge has changed since the robot learnt from it. */
  onStale: (regionId: string, source: Source) => void;
  onTrouble: (error: unknown) => void;
}

/** Entries whose vectors are in memory unpacked while an index is built. */
const analysedAtOnce = 1_000;
/** Changes that are taken in one by one; after more, such as an import, the index is built again. */
const mostChanges = 200;

export class RegionFinders {
  private readonly knex: Knex;
  private readonly embedder: Embedder | null;
  private readonly mostEntries: number;
  private readonly hooks: FinderHooks;
  /** Least recently used first. */
  private readonly kept = new Map<string, Kept>();
  private readonly building = new Map<string, Promise<Kept>>();
  private readonly improving = new Map<string, Promise<void>>();

  /**
   * @param embedder null to find by words alone
   * @param mostEntries maximum number of entries kept in memory; the region in use is kept however many it has
   */
  constructor(knex: Knex, embedder: Embedder | null, mostEntries: number, hooks: FinderHooks) {
    this.knex = knex;
    this.embedder = embedder;
    this.mostEntries = mostEntries;
    this.hooks = hooks;
  }

  /** Returns the index of a region's present knowledge. Whoever asks while it is made waits for the same one. */
  async of(regionId: string): Promise<RegionIndex> {
    const kept = this.kept.get(regionId);
    // Read before the entries: an index may be newer than its version says, never older.
    const versions = await knowledgeVersion(this.knex, regionId, kept?.source ?? this.bestSource);
    if (kept === undefined || kept.version < versions.version) return this.bringUpToDate(regionId, versions);
    if (kept.learntVersion < versions.learntVersion) this.improve(regionId, versions);
    this.use(regionId, kept);
    return kept;
  }

  /** Makes the best index of a region that this process can make. */
  async prepare(regionId: string): Promise<void> {
    await this.of(regionId);
    await this.improving.get(regionId);
  }

  private get bestSource(): Source {
    return this.embedder === null ? 'words' : 'meaning';
  }

  private async bringUpToDate(regionId: string, versions: Versions): Promise<Kept> {
    const running = this.building.get(regionId);
    if (running !== undefined) {
      const made = await running;
      return made.version >= versions.version ? made : this.bringUpToDate(regionId, versions);
    }
    const work = this.update(regionId, versions).finally(() => this.building.delete(regionId));
    this.building.set(regionId, work);
    const made = await work;
    this.use(regionId, made);
    return made;
  }

  private async update(regionId: string, versions: Versions): Promise<Kept> {
    const kept = this.kept.get(regionId);
    const changes = kept && (await changedKnowledge(this.knex, regionId, kept.version, mostChanges + 1));
    if (kept === undefined || changes === undefined || changes.length > mostChanges) return this.build(regionId, versions);
    const rows = changes.flatMap(({ row }) => row ?? []);
    const analysed = await this.analyse(rows, kept.source);
    for (const { id, row } of changes) if (row === null) kept.finder.remove(id);
    for (const entry of analysed) kept.finder.put(entry);
    kept.version = versions.version;
    this.hooks.onStale(regionId, kept.source);
    return kept;
  }

  private async build(regionId: string, versions: Versions): Promise<Kept> {
    const rows = await publishedKnowledge(this.knex, regionId);
    const made = await this.make(regionId, rows, 'words', versions);
    if (made === null) throw new Error('finding by words needs nothing');
    if (this.embedder !== null) this.improve(regionId, versions);
    return made;
  }

  private async analyse(rows: Parameters<typeof analyse>[1], source: Source): Promise<AnalysedEntry[]> {
    return source === 'words' || this.embedder === null ? rows.map(analysedByWords) : analyse(this.knex, rows, this.embedder);
  }

  /** Returns null when a region has too few wordings to be found by meaning. */
  private async make(regionId: string, rows: readonly KnowledgeRow[], source: Source, { version }: Versions): Promise<Kept | null> {
    const sample = source === 'meaning' ? await this.analyse(sampleOf(rows), source) : [];
    const whitening = learnWhitening(sample.map(({ vectors }) => vectors));
    if (source === 'meaning' && whitening === null) return null;
    const finder = new RegionFinder(whitening);
    // Vectors take eight times the memory until they are packed.
    for (let from = 0; from < rows.length; from += analysedAtOnce)
      await finder.putAll(await this.analyse(rows.slice(from, from + analysedAtOnce), source));
    const stored = await storedLearnt(this.knex, regionId, source);
    const learnt = learntSchema.safeParse(stored?.learnt);
    if (source === this.bestSource && (stored?.knowledgeVersion ?? -1) < version) this.hooks.onStale(regionId, source);
    return { finder, learnt: learnt.success ? learnt.data : usualLearnt[source], source, version, learntVersion: stored?.version ?? 0 };
  }

  /** Makes a better index beside the one in use. */
  private improve(regionId: string, versions: Versions): void {
    if (this.improving.has(regionId)) return;
    const better = async (): Promise<void> => {
      const rows = await publishedKnowledge(this.knex, regionId);
      const made = await this.make(regionId, rows, this.bestSource, versions);
      // A change that came meanwhile is taken in by the next question.
      if (made !== null) this.use(regionId, made);
    };
    const work = better()
      .catch(this.hooks.onTrouble)
      .finally(() => this.improving.delete(regionId));
    this.improving.set(regionId, work);
  }

  private use(regionId: string, kept: Kept): void {
    this.kept.delete(regionId);
    this.kept.set(regionId, kept);
    let entries = [...this.kept.values()].reduce((sum, { finder }) => sum + finder.size, 0);
    for (const [other, { finder }] of this.kept) {
      if (entries <= this.mostEntries || other === regionId) return;
      this.kept.delete(other);
      entries -= finder.size;
    }
  }
}

/** Wordings from which whitening is learnt, at most: some seconds of work, ten for each of the directions. */
const mostSampled = 5_000;

/** Returns every so-manieth entry, so that they hold about so many wordings at most. */
function sampleOf(rows: readonly KnowledgeRow[]): KnowledgeRow[] {
  const every = Math.ceil(rows.reduce((sum, row) => sum + wordingsOf(row).length, 0) / mostSampled);
  return rows.filter((_, at) => at % Math.max(every, 1) === 0);
}
