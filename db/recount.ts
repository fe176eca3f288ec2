/** Running cases whose deadlines count by another calendar than the one in force in their centre. */
import type { Knex } from 'knex';

import { CalendarError, type Calendar, type Calendars } from '../domain/calendar.ts';
import { caseKinds, type CaseKind, type CaseState } from '../domain/case.ts';
import { calendarSince } from '../domain/centre-calendar.ts';
import { kinds } from '../domain/kinds.ts';
import { recountBy, type Recount } from '../domain/recount.ts';
import type { Settings } from '../domain/settings.ts';
import { settingsOf } from './settings.ts';

export interface RecountCase {
  id: string;
  number: string;
  kind: CaseKind;
  state: CaseState;
  policy: unknown;
}

/** What counting anew would change in a case; `uncountable` when its deadline cannot be counted by the calendar in force. */
export type Recounting = { recount: Recount } | 'uncountable';

const recountKinds = caseKinds.filter((kind) => kinds[kind].recounting !== null);
const page = 500;
/** Comes before the id of every case. */
const beforeAll = '00000000-0000-0000-0000-000000000000';
const columns = ['id', 'number', 'kind', 'state', 'policy'] as const;

/**
 * Yields the running cases of a region that count by another calendar than the one in force, by id. Cases that began before policies were
 * stored are left out.
 * @param now epoch milliseconds
 */
export async function* casesToRecount(knex: Knex, regionId: string, now: number): AsyncGenerator<[RecountCase, Recounting]> {
  const inForce = calendarsInForce(knex, regionId, now);
  for (let after = beforeAll; ;) {
    const rows: RecountCase[] = await knex('cases')
      .where({ region_id: regionId, live: true })
      .whereIn('kind', recountKinds)
      .whereNull('closed_at')
      .whereNotNull('policy')
      .where('id', '>', after)
      .orderBy('id')
      .limit(page)
      .select<RecountCase[]>(...columns);
    for (const row of rows) {
      const found = await recountingOf(row, inForce, now);
      if (found !== null) yield [row, found];
    }
    if (rows.length < page) return;
    after = rows.at(-1)?.id ?? after;
  }
}

/** Returns the corrected calendars for a case and what they change; null when it needs none. */
export async function recountFor(
  knex: Knex,
  regionId: string,
  caseId: string,
  now: number,
): Promise<{ calendars: Calendars; found: Recounting } | null> {
  const row = await knex('cases')
    .where({ id: caseId })
    .whereNotNull('policy')
    .first<RecountCase | undefined>(...columns);
  if (row === undefined) return null;
  const inForce = calendarsInForce(knex, regionId, now);
  const found = await recountingOf(row, inForce, now);
  return found === null ? null : { calendars: await correctedFor(row, inForce), found };
}

/** Returns the calendar of a centre for cases that began at an instant. */
type InForce = (centreId: string, since: number) => Promise<Calendar>;

function calendarsInForce(knex: Knex, regionId: string, now: number): InForce {
  const settings = new Map<string, Promise<Settings>>();
  const calendars = new Map<string, Calendar>();
  return async (centreId, since) => {
    const asked = settings.get(centreId) ?? settingsOf(knex, regionId, centreId);
    settings.set(centreId, asked);
    const key = `${centreId} ${new Date(since).toISOString().slice(0, 7)}`;
    const calendar = calendars.get(key) ?? calendarSince(await asked, since, now);
    calendars.set(key, calendar);
    return calendar;
  };
}

async function recountingOf(row: RecountCase, inForce: InForce, now: number): Promise<Recounting | null> {
  const calendars = await correctedFor(row, inForce);
  try {
    const recount = recountBy(kinds[row.kind], row.state, row.policy, calendars, now);
    return recount && { recount };
  } catch (error) {
    if (error instanceof CalendarError) return 'uncountable';
    throw error;
  }
}

async function correctedFor({ kind, state, policy }: RecountCase, inForce: InForce): Promise<Calendars> {
  const centreIds = Object.keys(kinds[kind].recounting?.calendarsOf(state, policy) ?? {});
  return Object.fromEntries(
    await Promise.all(centreIds.map(async (centreId) => [centreId, await inForce(centreId, state.openedAt)] as const)),
  );
}
