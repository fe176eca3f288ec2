/** Filters and page of a list of one's own cases, held in the address so that going back restores the list. */
export interface CaseFilters {
  number: string;
  /** A status of the kind, or empty. */
  status: string;
  typeId: string;
  /** Days in Shanghai, YYYY-MM-DD. */
  from: string;
  to: string;
}

export interface Choice {
  readonly id: string;
  readonly name: string;
}

/** Choices of a kind's filters. */
export interface Choices {
  readonly labels: Readonly<Record<'number' | 'status' | 'type' | 'from' | 'to', string>>;
  readonly statuses: readonly Choice[];
  /** Without types there is no filter by type. */
  readonly types?: readonly Choice[];
}

export const noFilters = (): CaseFilters => ({ number: '', status: '', typeId: '', from: '', to: '' });

/** Reads the filters from an address; invalid values are ignored. */
export const filtersFrom = (query: Pick<URLSearchParams, 'get'>, statuses: readonly string[]): CaseFilters => ({
  number: query.get('number') ?? '',
  status: statuses.find((status) => status === query.get('status')) ?? '',
  typeId: query.get('typeId') ?? '',
  from: query.get('from') ?? '',
  to: query.get('to') ?? '',
});

export const pageFrom = (query: Pick<URLSearchParams, 'get'>): number => {
  const page = Number(query.get('page') ?? '1');
  return Number.isInteger(page) && page > 0 ? page : 1;
};

/** Query of an address for the filters. */
export const queryOf = (filters: CaseFilters, page: number): string => {
  const wanted = Object.entries({ ...filters, number: filters.number.trim(), page: page > 1 ? String(page) : '' }).filter(
    ([, value]) => value !== '',
  );
  return wanted.length === 0 ? '?' : `?${new URLSearchParams(wanted).toString()}`;
};

export const countOf = (filters: CaseFilters): number => Object.values(filters).filter((value) => value !== '').length;
