/** Entries near to a vector, found approximately: a graph of near neighbours (HNSW), for regions with many entries. */
import { createRequire } from 'node:module';

import type * as Usearch from 'usearch';

/** Two vectors stand for an entry in the graph. */
const perEntry = 2;

export class NearestEntries {
  private readonly dimensions: number;
  /** Entries that are not in the graph yet, because small regions need none. */
  private waiting: { number: number; vectors: readonly Float32Array[] }[] = [];
  private graph: Usearch.Index | null = null;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
  }

  /**
   * Adds an entry. Numbers that mean nothing any more stay in the graph; who asks passes over them.
   * @param needed whether the graph is in use; the first time it takes in all that is waiting
   */
  add(number: number, vectors: readonly Float32Array[], needed: boolean): void {
    this.waiting.push({ number, vectors });
    if (!needed) return;
    this.graph ??= graphOf(this.dimensions);
    for (const entry of this.waiting) for (const vector of entry.vectors) this.graph.add(BigInt(entry.number), vector, 1);
    this.waiting = [];
  }

  /** Returns the numbers of about so many entries nearest to a vector. */
  to(vector: Float32Array, most: number): Set<number> {
    const found = this.graph?.search(vector, most * perEntry, 1);
    return new Set(Array.from(found?.keys ?? [], Number));
  }
}

const require = createRequire(import.meta.url);

/** The library is loaded where it is needed only, because most regions need no graph and some machines have no build of it. */
function graphOf(dimensions: number): Usearch.Index {
  const { Index, MetricKind, ScalarKind } = require('usearch') as typeof Usearch;
  return new Index({
    dimensions,
    metric: MetricKind.Cos,
    quantization: ScalarKind.I8,
    connectivity: 16,
    expansion_add: 64,
    expansion_search: 128,
    multi: true,
  });
}
