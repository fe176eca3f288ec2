/** Filters of the list beside the board, for each number of it; held in the address so that they can be bookmarked and shared. */
import { ages } from '../../../../../domain/ages.ts';
import type { Age } from '../../../../../domain/ages.ts';
import { caseKinds } from '../../../../../domain/case.ts';
import type { CaseKind } from '../../../../../domain/case.ts';
import { plights } from '../../../../api/desk.ts';
import { withQuery } from '#lib/desk/shell/addresses.ts';
import type { Query } from '#lib/desk/shell/addresses.ts';

type Plight = (typeof plights)[number];

export interface BoardFilter {
  readonly kind?: CaseKind;
  readonly typeId?: string;
  readonly stage?: string;
  readonly what?: Plight;
  /** Age group of open orders. */
  readonly age?: Age;
  /** Id of an officer, or `nobody`. */
  readonly assigneeId?: string;
}

const keys = ['kind', 'typeId', 'stage', 'what', 'age', 'assigneeId'] as const;
const ids = /^(nobody|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i;
const longestKey = 60;

/** Reads the filter from an address; unknown values are ignored. */
export const filterOf = (query: Query): BoardFilter => {
  const kind = caseKinds.find((known) => known === query.get('kind'));
  const what = plights.find((known) => known === query.get('what'));
  const age = ages.find((known) => known === query.get('age'));
  const text = (name: 'typeId' | 'stage'): string | undefined => {
    const value = query.get(name) ?? '';
    return value === '' || value.length > longestKey ? undefined : value;
  };
  const typeId = text('typeId');
  const stage = text('stage');
  const assigneeId = query.get('assigneeId') ?? '';
  return {
    ...(kind !== undefined && { kind }),
    ...(typeId !== undefined && { typeId }),
    ...(stage !== undefined && { stage }),
    ...(what !== undefined && { what }),
    ...(age !== undefined && { age }),
    ...(ids.test(assigneeId) && { assigneeId }),
  };
};

export const isNarrowed = (filter: BoardFilter): boolean => keys.some((key) => filter[key] !== undefined);

export const sameFilter = (one: BoardFilter, other: BoardFilter): boolean => keys.every((key) => one[key] === other[key]);

/** Address of the same page with exactly this filter on open cases; an empty filter removes all. */
export const narrowedTo = (path: string, query: Query, filter: BoardFilter): string =>
  withQuery(path, query, { state: null, q: null, ...Object.fromEntries(keys.map((key) => [key, filter[key] ?? null])) });

/** Query changes that remove the filter, for closed cases. */
export const unnarrowed: Readonly<Record<(typeof keys)[number], null>> = {
  kind: null,
  typeId: null,
  stage: null,
  what: null,
  age: null,
  assigneeId: null,
};
