/** Filters and page of 我的留言, kept in the address so that going back finds the list as it was. */
import { messageStatuses } from '../../../../domain/message.ts';
import type { MessageStatus } from '../../../../domain/message.ts';

export interface MessageFilters {
  number: string;
  status: MessageStatus | '';
  typeId: string;
  /** Days in Shanghai, YYYY-MM-DD. */
  from: string;
  to: string;
}

export const noFilters = (): MessageFilters => ({ number: '', status: '', typeId: '', from: '', to: '' });

/** Reads them from an address; what is not a filter is none. */
export const filtersFrom = (query: Pick<URLSearchParams, 'get'>): MessageFilters => ({
  number: query.get('number') ?? '',
  status: messageStatuses.find((status) => status === query.get('status')) ?? '',
  typeId: query.get('typeId') ?? '',
  from: query.get('from') ?? '',
  to: query.get('to') ?? '',
});

export const pageFrom = (query: Pick<URLSearchParams, 'get'>): number => {
  const page = Number(query.get('page') ?? '1');
  return Number.isInteger(page) && page > 0 ? page : 1;
};

/** The query of an address for them. */
export const queryOf = (filters: MessageFilters, page: number): string => {
  const wanted = Object.entries({ ...filters, number: filters.number.trim(), page: page > 1 ? String(page) : '' }).filter(
    ([, value]) => value !== '',
  );
  return wanted.length === 0 ? '?' : `?${new URLSearchParams(wanted).toString()}`;
};

export const countOf = (filters: MessageFilters): number => Object.values(filters).filter((value) => value !== '').length;
