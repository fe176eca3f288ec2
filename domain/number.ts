/** Case numbers that people read to each other: 202305279000002 is the second of its kind on 2023-05-27. */
import type { CaseKind } from './case.ts';
import { kinds } from './kinds.ts';
import { dateOf, dayNumberOf } from './shanghai.ts';

/** Returns the day in Asia/Shanghai under which a case is counted, as YYYYMMDD. */
export const numberDay = (openedAt: number): string => dateOf(dayNumberOf(openedAt)).replaceAll('-', '');

/**
 * Returns the prefix of a case number. The count of the day follows with six digits; a count over 999,999 makes the number longer.
 * @param day YYYYMMDD
 */
export const caseNumberPrefix = (kind: CaseKind, day: string): string => `${day}${String(kinds[kind].digit)}`;
