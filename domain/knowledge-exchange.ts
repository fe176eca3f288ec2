import { sheetLimits } from './sheet.ts';

/** Limits of importing and exporting the knowledge as a spreadsheet (B11). A row is an entry. */
export const exchangeLimits = {
  ...sheetLimits,
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
