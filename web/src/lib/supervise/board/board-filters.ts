/** How the list beside the board is narrowed to what one of its numbers counts: by the address, so that it can be kept and sent. */
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
  /** For how long orders have been open. */
  readonly age?: Age;
  /** An officer's id, or `nobody`. */
  readonly officerId?: string;
}

const keys = ['kind', 'typeId', 'stage', 'what', 'age', 'officerId'] as const;
const ids = /^(nobody|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/i;
const longestKey = 60;

/** The filter of an address. What nobody of ours wrote is left out. */
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
  const officerId = query.get('officerId') ?? '';
  return {
    ...(kind !== undefined && { kind }),
    ...(typeId !== undefined && { typeId }),
    ...(stage !== undefined && { stage }),
    ...(what !== undefined && { what }),
    ...(age !== undefined && { age }),
    ...(ids.test(officerId) && { officerId }),
  };
};

export const isNarrowed = (filter: BoardFilter): boolean => keys.some((key) => filter[key] !== undefined);

export const sameFilter = (one: BoardFilter, other: BoardFilter): boolean => keys.every((key) => one[key] === other[key]);

/** The same page with the open cases narrowed to these and no others; without a filter all of them again. */
export const narrowedTo = (path: string, query: Query, filter: BoardFilter): string =>
  withQuery(path, query, { state: null, q: null, ...Object.fromEntries(keys.map((key) => [key, filter[key] ?? null])) });

/** The closed cases, which are not narrowed. */
export const unnarrowed: Readonly<Record<(typeof keys)[number], null>> = {
  kind: null,
  typeId: null,
  stage: null,
  what: null,
  age: null,
  officerId: null,
};
