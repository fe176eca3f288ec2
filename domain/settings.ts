/**
 * The registry of settings: everything that an administrator can configure, with its shape, default, scope, unit and group.
 *
 * 1. A centre's value goes before its region's, that before the default.
 * 2. Each setting is read by itself. A stored value that this version does not accept counts as not stored.
 * 3. What is in force is read when it is needed, so that a change needs no restart. A case keeps the policy it began with.
 * 4. Words in both languages stand in web/i18n under the same keys; the compiler names what is missing.
 */
import { z } from 'zod';

import { holidayYearsSchema, hoursSchema, specialDaysSchema } from './calendar-schema.ts';
import { usualHours } from './usual-hours.ts';

/** The capacities in which a person may act for a taxpayer (A2). */
export const taxpayerRoles = ['legal-representative', 'finance-officer', 'invoice-clerk', 'natural-person'] as const;
export type TaxpayerRole = (typeof taxpayerRoles)[number];

/** Bytes of one MB. */
const mega = 1_048_576;

/** Whose value a setting can have; a centre's goes before its region's. */
export type SettingScope = 'region' | 'centre';

/** The parts of the administrator's page. */
export const settingGroups = ['entry', 'message', 'order', 'form', 'upload', 'calendar', 'sms'] as const;
type SettingGroup = (typeof settingGroups)[number];

/** What a number counts; `workingMinutes` are those of the centre's calendar, `minutes` those of the clock on the wall. */
type SettingUnit = 'characters' | 'workingMinutes' | 'minutes' | 'days' | 'times' | 'cases' | 'files' | 'bytes';

/** In which form a value is entered. */
type SettingControl =
  | { kind: 'number'; min: number; max: number; whole: boolean }
  | { kind: 'share' }
  | { kind: 'shares' }
  | { kind: 'choices'; of: readonly string[] }
  | { kind: 'lines' }
  | { kind: 'hours' }
  | { kind: 'days' }
  | { kind: 'years' }
  | { kind: 'gateway' };

export interface SettingSpec<Value = unknown> {
  schema: z.ZodType<Value>;
  default: Value;
  scopes: readonly SettingScope[];
  group: SettingGroup;
  unit: SettingUnit | null;
  control: SettingControl;
  /** Properties of the value that are written and never shown. */
  secrets: readonly string[];
}

type Place = Pick<SettingSpec, 'group' | 'scopes'>;
const ofRegion = (group: SettingGroup): Place => ({ group, scopes: ['region'] });
const ofBoth = (group: SettingGroup): Place => ({ group, scopes: ['region', 'centre'] });

function setting<Value>(place: Place, control: SettingControl, schema: z.ZodType<Value>, value: Value): SettingSpec<Value> {
  return { ...place, control, schema, default: value, unit: null, secrets: [] };
}

function number(place: Place, unit: SettingUnit, [min, max]: readonly [number, number], value: number, whole = true): SettingSpec<number> {
  const base = whole ? z.int() : z.number();
  return { ...setting(place, { kind: 'number', min, max, whole }, base.min(min).max(max), value), unit };
}

/** A year of the wall's clock: no limit is longer. Whether a calendar has so much working time is `limitFaults`' question. */
const mostMinutes = 525_600;
/** Fractions are allowed, so that a trial can run within seconds. */
const leastMinutes = 0.0001;
const minutes = (place: Place, value: number, unit: SettingUnit = 'workingMinutes'): SettingSpec<number> =>
  number(place, unit, [leastMinutes, mostMinutes], value, false);
const share = (place: Place, value: number): SettingSpec<number> => setting(place, { kind: 'share' }, z.number().gt(0).lt(1), value);

const gatewaySchema = z
  .object({ url: z.url(), secret: z.string().min(16), templates: z.record(z.string(), z.string().max(200)) })
  .nullable();

/** Every setting by its key. */
export const settingSpecs = {
  /** Who may enter the window at all (A2). */
  'entry.roles': setting(
    ofRegion('entry'),
    { kind: 'choices', of: taxpayerRoles },
    z.array(z.enum(taxpayerRoles)).max(taxpayerRoles.length),
    [...taxpayerRoles],
  ),
  /** Sites that may hold the window in a frame, as exact origins; none but our own when empty. */
  'entry.origins': setting(ofRegion('entry'), { kind: 'lines' }, z.array(z.url()).max(50), []),
  /** X of 留言内容 (D1). */
  'message.minLength': number(ofRegion('message'), 'characters', [1, 5_000], 10),
  'message.firstAnswerMinutes': minutes(ofBoth('message'), 480),
  'message.answerMinutes': minutes(ofBoth('message'), 480),
  'message.supplementMinutes': minutes(ofBoth('message'), 2_400),
  'message.followUpMinutes': minutes(ofBoth('message'), 2_400),
  'message.warnShare': share(ofBoth('message'), 0.8),
  /** Open 留言 of one identity. */
  'message.maxOpen': number(ofRegion('message'), 'cases', [1, 10_000], 50),
  /** Work orders: papers asked for, a disputed assignment, and how often a dispute goes to the dispatcher. */
  'order.papersMinutes': minutes(ofBoth('order'), 2_400),
  'order.dispatchMinutes': minutes(ofBoth('order'), 240),
  'order.disputes': number(ofBoth('order'), 'times', [0, 10], 2),
  'order.warnShare': share(ofBoth('order'), 0.8),
  /** 催办 (G3): so many times within so many minutes. */
  'order.urge.most': number(ofBoth('order'), 'times', [1, 100], 1),
  'order.urge.periodMinutes': minutes(ofBoth('order'), 1_440, 'minutes'),
  /** How long an ended order can be rated (G6). */
  'order.evaluationDays': number(ofBoth('order'), 'days', [0.0000001, 365], 30, false),
  /** 业务办理服务确认单 (C7): to hand the papers in, to judge them, to write the result. */
  'form.handInMinutes': minutes(ofBoth('form'), 4_800),
  /** When the taxpayer is reminded, as shares of the time to hand in. */
  'form.reminders': setting(
    ofBoth('form'),
    { kind: 'shares' },
    z
      .array(z.number().gt(0).lt(1))
      .max(5)
      .refine((shares) => shares.every((one, i) => i === 0 || one > (shares[i - 1] ?? 0))),
    [0.5, 0.8],
  ),
  'form.reviewMinutes': minutes(ofBoth('form'), 480),
  'form.resultMinutes': minutes(ofBoth('form'), 2_400),
  'form.warnShare': share(ofBoth('form'), 0.8),
  /** D2 and C6, bytes a file. */
  'upload.maxBytes': number(ofBoth('upload'), 'bytes', [1, 2_048 * mega], 20 * mega),
  'upload.maxFiles': number(ofBoth('upload'), 'files', [1, 20], 10),
  /** What one person may have uploaded and not handed in, what a taxpayer may upload in 24 hours, and begin in a minute. */
  'upload.heldFiles': number(ofRegion('upload'), 'files', [1, 10_000], 50),
  'upload.heldBytes': number(ofRegion('upload'), 'bytes', [1, 1_048_576 * mega], 500 * mega),
  'upload.dayFiles': number(ofRegion('upload'), 'files', [1, 100_000], 200),
  'upload.dayBytes': number(ofRegion('upload'), 'bytes', [1, 1_048_576 * mega], 1_000 * mega),
  'upload.begunPerMinute': number(ofRegion('upload'), 'times', [1, 10_000], 60),
  'calendar.hours': setting(ofBoth('calendar'), { kind: 'hours' }, hoursSchema, usualHours),
  /** Days of a centre that are not as the country's: closed, worked, or with hours of their own. */
  'calendar.days': setting(ofBoth('calendar'), { kind: 'days' }, specialDaysSchema, {}),
  /** The public holidays of years as they were announced, before what comes with the product. */
  'calendar.years': setting(ofRegion('calendar'), { kind: 'years' }, holidayYearsSchema, {}),
  /** The plain HTTP gateway for 短信 (H4): where it is, and the name of its template for each kind of notice. */
  'sms.gateway': { ...setting(ofRegion('sms'), { kind: 'gateway' }, gatewaySchema, null), secrets: ['secret'] },
} as const satisfies Record<string, SettingSpec>;

export type SettingKey = keyof typeof settingSpecs;
export type Settings = { [Key in SettingKey]: (typeof settingSpecs)[Key]['default'] };

/** In the order of the registry. */
export const settingKeys = Object.keys(settingSpecs) as SettingKey[];
export const isSettingKey = (text: string): text is SettingKey => Object.hasOwn(settingSpecs, text);
/** One setting, its value's type folded away. */
export const settingSpec = (key: SettingKey): SettingSpec => settingSpecs[key];

/** The longest text of any message, answer or note, in characters as people count them. */
export const maxTextLength = 5_000;

/** How many cases one command to many of them may name. */
export const maxBulkCases = 1_000;

/** How many filters of the worklist an officer may keep, and how long their names may be. */
export const maxSavedViews = 20;
export const maxViewNameLength = 30;

/** Stored values by key, of one region or one centre. */
type SettingLayer = Partial<Record<string, unknown>>;
export interface SettingLayers {
  region?: SettingLayer;
  centre?: SettingLayer;
}

export interface SettingFound {
  value: unknown;
  from: SettingScope | 'default';
  /** Where a stored value was passed over because this version does not accept it. */
  rejected: readonly SettingScope[];
}

/** What is in force for one setting, and where it comes from. */
export function settingFound(key: SettingKey, layers: SettingLayers): SettingFound {
  const { schema, scopes, default: value } = settingSpec(key);
  const rejected: SettingScope[] = [];
  for (const scope of ['centre', 'region'] as const) {
    const stored = layers[scope]?.[key];
    if (stored === undefined || !scopes.includes(scope)) continue;
    const parsed = schema.safeParse(stored);
    if (parsed.success) return { value: parsed.data, from: scope, rejected };
    rejected.push(scope);
  }
  return { value, from: 'default', rejected };
}

/** The settings in force; stored values are kept by their keys. */
export function settingsFrom(layers: SettingLayers): Settings {
  return Object.fromEntries(settingKeys.map((key) => [key, settingFound(key, layers).value])) as unknown as Settings;
}

/** Whether this version accepts a stored value. */
export const acceptsSetting = (scope: SettingScope, key: string, value: unknown): boolean =>
  isSettingKey(key) && settingSpec(key).scopes.includes(scope) && settingSpec(key).schema.safeParse(value).success;

/** A value as it may be shown: without its secrets. */
export function shownSetting(key: SettingKey, value: unknown): unknown {
  const { secrets } = settingSpec(key);
  return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !secrets.includes(name))) : value;
}

/** A value as it was entered, with the stored secrets that were left out. */
export function withSecrets(key: SettingKey, entered: unknown, stored: unknown): unknown {
  if (!isObject(entered) || !isObject(stored)) return entered;
  const kept = settingSpec(key).secrets.filter((name) => entered[name] === undefined && stored[name] !== undefined);
  return { ...entered, ...Object.fromEntries(kept.map((name) => [name, stored[name]])) };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
