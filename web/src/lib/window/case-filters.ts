/** Filters and page of a list of one's own cases, held in the address so that going back restores the list. */
export interface CaseFilters {
  number: string;
  /** Days in Shanghai, YYYY-MM-DD. */
  from: string;
  to: string;
  /** The fields of the kind, by name. */
  [field: string]: string;
}

export interface Choice {
  readonly id: string;
  readonly name: string;
}

/** Filter of a kind: a choice, or words without choices. */
export interface FilterField {
  /** Name in the address and in the API. */
  readonly name: string;
  readonly label: string;
  /** Without any, the field is not shown. */
  readonly options?: readonly Choice[];
}

/** Filters of a list: number and days, then the fields of its kind in their order. */
export interface Filtering {
  readonly labels: Readonly<Record<'number' | 'from' | 'to', string>>;
  readonly fields: readonly FilterField[];
}

export const noFilters = (fields: readonly FilterField[]): CaseFilters => ({
  ...Object.fromEntries(fields.map(({ name }) => [name, ''])),
  number: '',
  from: '',
  to: '',
});

/** Reads the filters from an address; a value that is no choice of its field is ignored. */
export const filtersFrom = (query: Pick<URLSearchParams, 'get'>, fields: readonly FilterField[]): CaseFilters => {
  const filters = noFilters(fields);
  for (const name of Object.keys(filters)) filters[name] = query.get(name) ?? '';
  for (const { name, options = [] } of fields)
    if (options.length > 0 && !options.some(({ id }) => id === filters[name])) filters[name] = '';
  return filters;
};

export const pageFrom = (query: Pick<URLSearchParams, 'get'>): number => {
  const page = Number(query.get('page') ?? '1');
  return Number.isInteger(page) && page > 0 ? page : 1;
};

/** Query of an address for the filters. */
export const queryOf = (filters: CaseFilters, page: number): string => {
  const wanted = Object.entries({ ...filters, page: page > 1 ? String(page) : '' })
    .map(([name, value]) => [name, value.trim()])
    .filter(([, value]) => value !== '');
  return wanted.length === 0 ? '?' : `?${new URLSearchParams(wanted).toString()}`;
};

export const countOf = (filters: CaseFilters): number => Object.values(filters).filter((value) => value !== '').length;
