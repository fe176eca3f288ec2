/** Limits of a spreadsheet that is read. */
export const sheetLimits = {
  /** Rows without the head. */
  rows: 10_000,
  /** Bytes of a file, and of what it unpacks to. */
  bytes: 20_000_000,
  unpackedBytes: 200_000_000,
  /** Faults that are listed. */
  faults: 200,
} as const;
