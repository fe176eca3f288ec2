/** The indexes of the regions that this process was asked about. */
import type { Knex } from 'knex';

import { knowledgeVersion, publishedKnowledge } from '../db/knowledge/entries.ts';
import { SearchIndex } from './search-index.ts';

interface Kept {
  version: number;
  index: Promise<SearchIndex>;
  /** Number of entries; 0 while the index is built. */
  size: number;
}

export class RegionIndexes {
  private readonly knex: Knex;
  private readonly mostEntries: number;
  /** Least recently used first. */
  private readonly kept = new Map<string, Kept>();

  /** @param mostEntries maximum number of entries kept in memory; the region in use is kept however many it has */
  constructor(knex: Knex, mostEntries: number) {
    this.knex = knex;
    this.mostEntries = mostEntries;
  }

  /** Returns the index of a region's present knowledge. Whoever asks while it is built waits for the same one. */
  async of(regionId: string): Promise<SearchIndex> {
    // Read before the entries: an index may be newer than its version says, never older.
    const version = await knowledgeVersion(this.knex, regionId);
    let kept = this.kept.get(regionId);
    if (kept === undefined || kept.version < version) kept = this.build(regionId, version);
    this.kept.delete(regionId);
    this.kept.set(regionId, kept);
    return kept.index;
  }

  private build(regionId: string, version: number): Kept {
    const index = publishedKnowledge(this.knex, regionId).then((rows) => SearchIndex.of(rows));
    const kept: Kept = { version, index, size: 0 };
    index.then(
      ({ size }) => {
        kept.size = size;
        this.evict(regionId);
      },
      () => {
        // The next question tries again.
        if (this.kept.get(regionId) === kept) this.kept.delete(regionId);
      },
    );
    return kept;
  }

  private evict(inUse: string): void {
    let entries = [...this.kept.values()].reduce((sum, { size }) => sum + size, 0);
    for (const [regionId, { size }] of this.kept) {
      if (entries <= this.mostEntries) return;
      if (regionId === inUse) continue;
      this.kept.delete(regionId);
      entries -= size;
    }
  }
}
