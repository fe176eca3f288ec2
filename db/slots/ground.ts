import type { Knex } from 'knex';

import { centreCalendar, makeUpWeekdays, publishedYears } from '../../domain/centre-calendar.ts';
import { settingsFrom, type SettingKey, type Settings } from '../../domain/settings.ts';
import { dayNumberOf, yearOf } from '../../domain/shanghai.ts';
import type { AppointmentDefinition } from '../../domain/slots/definition.ts';
import type { Closure, SlotGround } from '../../domain/slots/starts.ts';
import { prepared } from '../prepared.ts';
import { layersOf, type SettingRow } from '../settings.ts';

/** A type of appointment at a centre, with everything that decides which starts exist there. */
export interface SlotService {
  centreId: string;
  typeId: string;
  typeVersion: number;
  definition: AppointmentDefinition;
  ground: SlotGround;
  /** Minutes for which a chosen place is held. */
  holdMinutes: number;
}

const keys: readonly SettingKey[] = ['calendar.hours', 'calendar.days', 'calendar.years', 'slots.windows', 'slots.holdMinutes'];

interface Row {
  version: number;
  definition: AppointmentDefinition | Record<string, unknown>;
  settings: string | null;
  closures: { from: string; to: string; reason: string }[] | null;
}

/**
 * Reads a type of appointment at a centre in one statement.
 * @param now epoch milliseconds
 * @returns null when the centre's region has no such active type, or its cases need no places
 */
export async function slotService(knex: Knex, centreId: string, typeId: string, now: number): Promise<SlotService | null> {
  const { rows } = await prepared<Row>(
    knex,
    `SELECT v.version, v.definition,
       (SELECT json_agg(json_build_object('scope', s.scope, 'key', s.key, 'value', s.value) ORDER BY s.scope, s.key)::text FROM settings s
        WHERE s.key = ANY(:keys) AND (s.scope, s.scope_id) IN (('region', z.region_id), ('centre', z.id))) AS settings,
       (SELECT json_agg(json_build_object('from', c.starts_at, 'to', c.ends_at, 'reason', c.reason) ORDER BY c.starts_at, c.id)
        FROM slot_closures c WHERE c.centre_id = z.id AND c.ends_at > :since) AS closures
     FROM centres z
     JOIN case_types t ON t.region_id = z.region_id AND t.id = :typeId AND t.active
     JOIN LATERAL (SELECT version, definition FROM type_versions WHERE type_id = t.id ORDER BY version DESC LIMIT 1) v ON true
     WHERE z.id = :centreId`,
    { centreId, typeId, keys: [...keys], since: new Date(now - dayMs) },
  );
  const [row] = rows;
  if (row === undefined || !isAppointment(row.definition)) return null;
  return {
    centreId,
    typeId,
    typeVersion: row.version,
    definition: row.definition,
    ...groundFrom(row.settings ?? '[]', row.closures ?? [], now),
  };
}

/** Closures of today are read whole, so that the day can say why it offers nothing. */
const dayMs = 86_400_000;

type Ground = Pick<SlotService, 'ground' | 'holdMinutes'>;

const groundFrom = (settings: string, closures: { from: string; to: string; reason: string }[], now: number): Ground => {
  const { ground, holdMinutes } = withoutClosures(settings, now);
  const read = closures.map(({ from, to, reason }) => ({ from: Date.parse(from), to: Date.parse(to), reason }));
  return { holdMinutes, ground: { ...ground, closures: read } };
};

/**
 * Rules of settings by year and text of the settings, because working them out takes longer than reading them. The settings are read anew each
 * time; changed ones have another text. The one used longest ago comes first.
 */
const workedOut = new Map<string, Ground>();
const mostWorkedOut = 200;

function withoutClosures(text: string, now: number): Ground {
  const key = `${String(yearOf(dayNumberOf(now)))} ${text}`;
  const found = workedOut.get(key) ?? workOut(text, now);
  workedOut.delete(key);
  workedOut.set(key, found);
  const [oldest] = workedOut.keys();
  if (workedOut.size > mostWorkedOut && oldest !== undefined) workedOut.delete(oldest);
  return found;
}

function workOut(text: string, now: number): Ground {
  const settings = settingsFrom(layersOf(JSON.parse(text) as SettingRow[]));
  return { holdMinutes: settings['slots.holdMinutes'], ground: groundOf(settings, [], now) };
}

/** Returns what a centre's settings and closures say about its time, in this year and the next. */
export function groundOf(settings: Settings, closures: readonly Closure[], now: number): SlotGround {
  const year = yearOf(dayNumberOf(now));
  const years = [year, year + 1];
  return {
    calendar: centreCalendar(settings, years),
    standsFor: makeUpWeekdays(settings['calendar.years'], years),
    windows: settings['slots.windows'],
    closures,
    publishedYears: publishedYears(settings['calendar.years'], years),
  };
}

/** Types of kinds without places have other definitions. */
const isAppointment = (definition: Row['definition']): definition is AppointmentDefinition =>
  'lengthMinutes' in definition && 'stepMinutes' in definition && 'pool' in definition;
