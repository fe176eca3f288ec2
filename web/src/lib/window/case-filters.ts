/** Filters and page of a list of one's own cases, kept in the address so that going back finds the list as it was. */
export interface CaseFilters {
  number: string;
  /** One of the kind's, or none. */
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

/** What a kind of case has to choose from. */
export interface Choices {
  readonly labels: Readonly<Record<'number' | 'status' | 'type' | 'from' | 'to', string>>;
  readonly statuses: readonly Choice[];
  /** Without any there is no filter by type. */
  readonly types?: readonly Choice[];
}

export const noFilters = (): CaseFilters => ({ number: '', status: '', typeId: '', from: '', to: '' });

/** Reads them from an address; what is not a filter is none. */
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

/** The query of an address for them. */
export const queryOf = (filters: CaseFilters, page: number): string => {
  const wanted = Object.entries({ ...filters, number: filters.number.trim(), page: page > 1 ? String(page) : '' }).filter(
    ([, value]) => value !== '',
  );
  return wanted.length === 0 ? '?' : `?${new URLSearchParams(wanted).toString()}`;
};

export const countOf = (filters: CaseFilters): number => Object.values(filters).filter((value) => value !== '').length;
