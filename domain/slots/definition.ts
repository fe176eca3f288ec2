/**
 * Type of appointment (预约服务类型), defined by an administrator. Types are versioned; a running appointment keeps what it needs in its
 * policy.
 */

/** 预约互动方式. */
export const interactionWays = ['text', 'audio-video', 'remote-assistance'] as const;
export type InteractionWay = (typeof interactionWays)[number];

/** 预约业务类别. */
export interface AppointmentCategory {
  key: string;
  name: string;
  nameEn: string;
}

/** Rule by which a taxpayer is suspended: so many misses within rolling days suspend for so many days. */
export interface SuspensionRule {
  misses: number;
  withinDays: number;
  suspendedDays: number;
}

export interface AppointmentDefinition {
  lengthMinutes: number;
  /** Minutes between two starts, counted from each opening. */
  stepMinutes: number;
  ways: InteractionWay[];
  categories: AppointmentCategory[];
  /** Types with the same pool share its places. Empty for the pool of the centre itself. */
  pool: string;
  /** A start must be at least this far ahead. */
  leadMinutes: number;
  /** Last bookable day: today and so many calendar days in Shanghai, inclusive. */
  horizonDays: number;
  /** The taxpayer can cancel and move until so long before the start. */
  cancelMinutes: number;
  /** Time after the start in which a missing side can still come. */
  graceMinutes: number;
  /** Minutes before the start, each once. */
  reminders: number[];
  /** Null when nobody is suspended. */
  suspension: SuspensionRule | null;
  /** Most open bookings of a taxpayer on one day in Shanghai. */
  dayLimit: number;
}

/** Bounds of a definition. The longest length also bounds how far back a search for overlapping places looks. */
export const appointmentLimits = {
  lengthMinutes: [5, 480],
  stepMinutes: [5, 480],
  leadMinutes: [0, 43_200],
  horizonDays: [0, 366],
  cancelMinutes: [0, 43_200],
  graceMinutes: [1, 240],
  reminderMinutes: [1, 43_200],
  reminders: 5,
  categories: 50,
  misses: [1, 20],
  withinDays: [1, 366],
  suspendedDays: [1, 366],
  dayLimit: [1, 20],
} as const;

export interface AppointmentDefinitionFault {
  path: string;
  code: 'required' | 'duplicate' | 'out-of-range';
}

/**
 * Returns the faults that go beyond single fields; empty when appointments can be made.
 * 1. At least one way and one category; none twice.
 * 2. Reminders fall from the earliest to the last, so that each is sent once.
 * 3. Somebody can start in time: the grace ends before the appointment.
 */
export function appointmentFaults(definition: AppointmentDefinition): AppointmentDefinitionFault[] {
  const { ways, categories, reminders, lengthMinutes, graceMinutes } = definition;
  const faults: AppointmentDefinitionFault[] = [];
  if (ways.length === 0) faults.push({ path: 'ways', code: 'required' });
  if (new Set(ways).size < ways.length) faults.push({ path: 'ways', code: 'duplicate' });
  if (categories.length === 0) faults.push({ path: 'categories', code: 'required' });
  categories.forEach(({ key }, i) => {
    if (categories.findIndex((other) => other.key === key) < i) faults.push({ path: `categories.${String(i)}.key`, code: 'duplicate' });
  });
  reminders.forEach((minutes, i) => {
    if (i > 0 && minutes >= (reminders[i - 1] ?? 0)) faults.push({ path: `reminders.${String(i)}`, code: 'out-of-range' });
  });
  if (graceMinutes > lengthMinutes) faults.push({ path: 'graceMinutes', code: 'out-of-range' });
  return faults;
}
