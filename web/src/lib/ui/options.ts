/** One choice. */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly disabled?: boolean;
}

/** Options under a heading; without a heading they stand alone. */
export interface OptionGroup {
  readonly label?: string;
  readonly options: readonly Option[];
}
