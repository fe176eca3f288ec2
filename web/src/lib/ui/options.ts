/** One choice. */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly disabled?: boolean;
}

/** Choices under a heading; without one, they stand alone. */
export interface OptionGroup {
  readonly label?: string;
  readonly options: readonly Option[];
}
