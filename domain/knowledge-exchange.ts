/** Limits of importing and exporting the knowledge as a spreadsheet (B11). */
export const exchangeLimits = {
  /** Entries of a file, without its head. */
  rows: 10_000,
  /** Bytes of a file, and of what it unpacks to. */
  bytes: 20_000_000,
  unpackedBytes: 200_000_000,
  /** Faults that are listed. */
  faults: 200,
  /** Drafts that are published at once. */
  published: 100,
} as const;

/** Columns of the file, in their order. */
export const exchangeColumns = [
  'id',
  'topic',
  'question',
  'answer',
  'wordings',
  'keywords',
  'audience',
  'inScope',
  'counterOnly',
  'whereToGo',
  'verified',
  'note',
  'sources',
  'related',
  'validFrom',
  'validTo',
] as const;
export type ExchangeColumn = (typeof exchangeColumns)[number];
