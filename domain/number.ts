/** Case numbers that people read to each other: 202305279000002 is the second of its kind on 2023-05-27. */
import type { CaseKind } from './case.ts';
import { dateOf, dayNumberOf } from './shanghai.ts';

/** The ninth digit says the kind. */
const kindDigits: Record<CaseKind, number> = { message: 9 };

/** The day in Asia/Shanghai on which a case is counted, as YYYYMMDD. */
export const numberDay = (openedAt: number): string => dateOf(dayNumberOf(openedAt)).replaceAll('-', '');

/**
 * @param day YYYYMMDD
 * @param count its place within the day, from 1; more than 999,999 simply make the number longer
 */
export const caseNumber = (kind: CaseKind, day: string, count: number): string =>
  `${day}${String(kindDigits[kind])}${String(count).padStart(6, '0')}`;
