/**
 * Registry of settings: everything that an administrator can configure, with its shape, default, scope, unit and group.
 *
 * 1. A centre's value takes precedence over its region's, and that over the default.
 * 2. Each setting is read on its own. A stored value that this version does not accept counts as not stored.
 * 3. Settings are read when they are needed, so a change needs no restart. A case keeps the policy it began with.
 * 4. web/i18n has the words in both languages under the same keys. The compiler reports missing ones.
 */
import { z } from 'zod';

import { usualCallSeconds } from './call.ts';
import { holidayYearsSchema, hoursSchema, specialDaysSchema, windowsSchema } from './calendar-schema.ts';
import { usualHours } from './usual-hours.ts';

/** Capacities in which a person may act for a taxpayer (A2). */
export const taxpayerRoles = ['legal-representative', 'finance-officer', 'invoice-clerk', 'natural-person'] as const;
export type TaxpayerRole = (typeof taxpayerRoles)[number];

const mega = 1_048_576;

/** Levels on which a setting can be stored. A centre's value takes precedence over its region's. */
export type SettingScope = 'region' | 'centre';

/** Sections of the administrator's page. */
export const settingGroups = [
  'entry',
  'conversation',
  'call',
  'message',
  'order',
  'form',
  'appointment',
  'invitation',
  'upload',
  'calendar',
  'hall',
  'slots',
  'sms',
] as const;
type SettingGroup = (typeof settingGroups)[number];

/** Unit of a number. `workingMinutes` count in the centre's calendar, `minutes` and `seconds` by the wall clock. */
type SettingUnit = 'characters' | 'workingMinutes' | 'minutes' | 'seconds' | 'days' | 'times' | 'cases' | 'files' | 'bytes';

/** Input control of a value. */
type SettingControl =
  | { kind: 'number'; min: number; max: number; whole: boolean }
  | { kind: 'share' }
  | { kind: 'shares' }
  | { kind: 'choices'; of: readonly string[] }
  | { kind: 'lines'; of: 'addresses' | 'words' }
  | { kind: 'text' }
  | { kind: 'hours' }
  | { kind: 'days' }
  | { kind: 'years' }
  | { kind: 'windows' }
  | { kind: 'gateway' };

export interface SettingSpec<Value = unknown> {
  schema: z.ZodType<Value>;
  default: Value;
  scopes: readonly SettingScope[];
  group: SettingGroup;
  unit: SettingUnit | null;
  control: SettingControl;
  /** Properties of the value that can be written but are never shown. */
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

/** A year of wall-clock time, the upper bound of all limits. `limitFaults` checks that a calendar has enough working time. */
const mostMinutes = 525_600;
/** Allows fractions, so that a trial can run within seconds. */
const leastMinutes = 0.0001;
const minutes = (place: Place, value: number, unit: SettingUnit = 'workingMinutes'): SettingSpec<number> =>
  number(place, unit, [leastMinutes, mostMinutes], value, false);
/** Below, a person cannot answer; above, the other one waits in vain. */
const callSeconds = [5, 600] as const;
const share = (place: Place, value: number): SettingSpec<number> => setting(place, { kind: 'share' }, z.number().gt(0).lt(1), value);

/** Ascending shares of a time. */
const sharesSchema = z
  .array(z.number().gt(0).lt(1))
  .max(5)
  .refine((shares) => shares.every((one, i) => i === 0 || one > (shares[i - 1] ?? 0)));

const words = (group: SettingGroup, value: string[]): SettingSpec<string[]> =>
  setting(ofRegion(group), { kind: 'lines', of: 'words' }, z.array(z.string().trim().min(1).max(20)).max(200), value);

const gatewaySchema = z
  .object({ url: z.url(), secret: z.string().min(16), templates: z.record(z.string(), z.string().max(200)) })
  .nullable();

export const settingSpecs = {
  /** Capacities that may enter the window (A2). */
  'entry.roles': setting(
    ofRegion('entry'),
    { kind: 'choices', of: taxpayerRoles },
    z.array(z.enum(taxpayerRoles)).max(taxpayerRoles.length),
    [...taxpayerRoles],
  ),
  /** Exact origins of sites that may embed the window; when empty, only our own. */
  'entry.origins': setting(ofRegion('entry'), { kind: 'lines', of: 'addresses' }, z.array(z.url()).max(50), []),
  /** Words of the region above the first question: a text whose addresses become links; empty for none. */
  'conversation.notice': setting(ofRegion('conversation'), { kind: 'text' }, z.string().trim().max(500), ''),
  /** 互动: time to accept an offer, wait after which other ways are offered, time to answer, silence until the warning and from there to the end. */
  'conversation.offerMinutes': minutes(ofBoth('conversation'), 0.5, 'minutes'),
  'conversation.waitMinutes': minutes(ofBoth('conversation'), 5, 'minutes'),
  'conversation.answerMinutes': minutes(ofBoth('conversation'), 3, 'minutes'),
  'conversation.idleMinutes': minutes(ofBoth('conversation'), 10, 'minutes'),
  'conversation.idleGraceMinutes': minutes(ofBoth('conversation'), 2, 'minutes'),
  'conversation.robotIdleMinutes': minutes(ofBoth('conversation'), 30, 'minutes'),
  /** Absence after which an officer loses a conversation (C11), and after which a waiting taxpayer gives up the place. */
  'conversation.graceMinutes': minutes(ofBoth('conversation'), 1, 'minutes'),
  'conversation.absenceMinutes': minutes(ofBoth('conversation'), 5, 'minutes'),
  'conversation.ratingDays': number(ofBoth('conversation'), 'days', [0.0000001, 365], 1, false),
  /** A taxpayer who comes back within this time gets the officer of last time, if that one can take it now. */
  'conversation.lastOfficerMinutes': minutes(ofBoth('conversation'), 1_440, 'minutes'),
  /** Maximum number of people who wait in a centre's queue. */
  'conversation.queueMost': number(ofBoth('conversation'), 'cases', [1, 100_000], 200),
  /** Time in which a message can be recalled (C5). */
  'conversation.recallMinutes': minutes(ofRegion('conversation'), 2, 'minutes'),
  /** Words that ask for an officer, show an intent that needs one, or an unstable mood (C1). */
  'conversation.transferWords': words('conversation', ['转人工', '人工客服', '人工服务', '转接人工', '找人工', '人工坐席']),
  'conversation.intentWords': words('conversation', ['投诉', '举报', '复议', '诉讼']),
  'conversation.moodWords': words('conversation', ['气死', '垃圾', '骗子', '废物', '什么破', '受够了', '没人管']),
  /** Rounds with the robot, answers rated 无用, and questions without an answer, after which an officer is offered. */
  'conversation.maxRounds': number(ofRegion('conversation'), 'times', [1, 100], 8),
  'conversation.maxUseless': number(ofRegion('conversation'), 'times', [1, 100], 2),
  'conversation.maxUnanswered': number(ofRegion('conversation'), 'times', [1, 100], 3),
  /** Certainty that the robot needs to answer with an entry, and to offer three. */
  'conversation.answerFrom': share(ofRegion('conversation'), 0.6),
  'conversation.offerFrom': share(ofRegion('conversation'), 0.25),
  /** 音视频, 远程协助: times to answer, until media flow after the consent, and for which a side may be away. */
  'call.ringSeconds': number(ofRegion('call'), 'seconds', callSeconds, usualCallSeconds.ring),
  'call.connectSeconds': number(ofRegion('call'), 'seconds', callSeconds, usualCallSeconds.connect),
  'call.awaySeconds': number(ofRegion('call'), 'seconds', callSeconds, usualCallSeconds.away),
  /** Days for which the recording of a call is kept; with 0 calls are not recorded. */
  'call.recordingDays': number(ofRegion('call'), 'days', [0, 3_650], 0),
  /** X of 留言内容 (D1). */
  'message.minLength': number(ofRegion('message'), 'characters', [1, 5_000], 10),
  'message.firstAnswerMinutes': minutes(ofBoth('message'), 480),
  'message.answerMinutes': minutes(ofBoth('message'), 480),
  'message.supplementMinutes': minutes(ofBoth('message'), 2_400),
  'message.followUpMinutes': minutes(ofBoth('message'), 2_400),
  'message.warnShare': share(ofBoth('message'), 0.8),
  /** Open 留言 per identity. */
  'message.maxOpen': number(ofRegion('message'), 'cases', [1, 10_000], 50),
  /**
   * Work orders: time to hand in papers, time to dispatch a disputed order, number of disputes that go to the dispatcher, and number of times
   * that an order goes back.
   */
  'order.papersMinutes': minutes(ofBoth('order'), 2_400),
  'order.dispatchMinutes': minutes(ofBoth('order'), 240),
  'order.disputes': number(ofBoth('order'), 'times', [0, 10], 2),
  'order.sendBacks': number(ofBoth('order'), 'times', [0, 100], 3),
  'order.warnShare': share(ofBoth('order'), 0.8),
  /** 催办 (G3): maximum number of urges in a period. */
  'order.urge.most': number(ofBoth('order'), 'times', [1, 100], 1),
  'order.urge.periodMinutes': minutes(ofBoth('order'), 1_440, 'minutes'),
  /** Time during which an ended order can be rated (G6). */
  'order.evaluationDays': number(ofBoth('order'), 'days', [0.0000001, 365], 30, false),
  /** 业务办理服务确认单 (C7): times to hand in papers, to judge them, and to write the result. */
  'form.handInMinutes': minutes(ofBoth('form'), 4_800),
  /** Reminders to the taxpayer, as shares of the time to hand in. */
  'form.reminders': setting(ofBoth('form'), { kind: 'shares' }, sharesSchema, [0.5, 0.8]),
  'form.reviewMinutes': minutes(ofBoth('form'), 480),
  'form.resultMinutes': minutes(ofBoth('form'), 2_400),
  'form.warnShare': share(ofBoth('form'), 0.8),
  /** 预约: before the start, when the centre gets a to-do; after the end, when the result is late; times to rate and to appeal against a miss. */
  'appointment.nearMinutes': minutes(ofBoth('appointment'), 30, 'minutes'),
  'appointment.resultMinutes': minutes(ofBoth('appointment'), 60, 'minutes'),
  'appointment.ratingDays': number(ofBoth('appointment'), 'days', [0.0000001, 365], 7, false),
  'appointment.appealDays': number(ofBoth('appointment'), 'days', [0.0000001, 365], 7, false),
  /** 邀请: time until it expires, and the reminders as shares of it. */
  'invitation.answerMinutes': minutes(ofBoth('invitation'), 2_880, 'minutes'),
  'invitation.reminders': setting(ofBoth('invitation'), { kind: 'shares' }, sharesSchema, [0.5, 0.8]),
  /** Maximum size of a file (D2, C6). */
  'upload.maxBytes': number(ofBoth('upload'), 'bytes', [1, 2_048 * mega], 20 * mega),
  'upload.maxFiles': number(ofBoth('upload'), 'files', [1, 20], 10),
  /** Quotas: uploads that a person holds and has not handed in, a taxpayer's uploads in 24 hours, and uploads begun in a minute. */
  'upload.heldFiles': number(ofRegion('upload'), 'files', [1, 10_000], 50),
  'upload.heldBytes': number(ofRegion('upload'), 'bytes', [1, 1_048_576 * mega], 500 * mega),
  'upload.dayFiles': number(ofRegion('upload'), 'files', [1, 100_000], 200),
  'upload.dayBytes': number(ofRegion('upload'), 'bytes', [1, 1_048_576 * mega], 1_000 * mega),
  'upload.begunPerMinute': number(ofRegion('upload'), 'times', [1, 10_000], 60),
  'calendar.hours': setting(ofBoth('calendar'), { kind: 'hours' }, hoursSchema, usualHours),
  /** Days on which a centre differs from the country: closed, open, or with hours of their own. */
  'calendar.days': setting(ofBoth('calendar'), { kind: 'days' }, specialDaysSchema, {}),
  /** Announced public holidays by year. They take precedence over those shipped with the product. */
  'calendar.years': setting(ofRegion('calendar'), { kind: 'years' }, holidayYearsSchema, {}),
  /** Where the 办税服务厅 is, for matters that are handled at a counter only (B9); its hours are the working hours. Empty: not told. */
  'hall.address': setting(ofBoth('hall'), { kind: 'text' }, z.string().trim().max(200), ''),
  /** Places for appointments by weekday. A centre without any offers none. */
  'slots.windows': setting(ofBoth('slots'), { kind: 'windows' }, windowsSchema, []),
  /** Time for which a chosen place is held while the taxpayer fills in the form. */
  'slots.holdMinutes': minutes(ofRegion('slots'), 5, 'minutes'),
  /** HTTP gateway for 短信 (H4): its address, and its template for each kind of notice. */
  'sms.gateway': { ...setting(ofRegion('sms'), { kind: 'gateway' }, gatewaySchema, null), secrets: ['secret'] },
} as const satisfies Record<string, SettingSpec>;

export type SettingKey = keyof typeof settingSpecs;
export type Settings = { [Key in SettingKey]: (typeof settingSpecs)[Key]['default'] };

/** In the order of the registry. */
export const settingKeys = Object.keys(settingSpecs) as SettingKey[];
export const isSettingKey = (text: string): text is SettingKey => Object.hasOwn(settingSpecs, text);
/** Returns a setting with its value's type erased. */
export const settingSpec = (key: SettingKey): SettingSpec => settingSpecs[key];

/** Maximum length of a message, answer or note, in characters as people count them. */
export const maxTextLength = 5_000;

/** Maximum number of cases in a bulk command. */
export const maxBulkCases = 1_000;

/** Maximum number of saved worklist filters per officer, and maximum length of their names. */
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
  /** Scopes whose stored value was ignored because this version does not accept it. */
  rejected: readonly SettingScope[];
}

/** Returns the value in force of one setting, and its source. */
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

/** Returns all settings in force, from stored values by key. */
export function settingsFrom(layers: SettingLayers): Settings {
  return Object.fromEntries(settingKeys.map((key) => [key, settingFound(key, layers).value])) as unknown as Settings;
}

/** True when this version accepts a stored value. */
export const acceptsSetting = (scope: SettingScope, key: string, value: unknown): boolean =>
  isSettingKey(key) && settingSpec(key).scopes.includes(scope) && settingSpec(key).schema.safeParse(value).success;

/** Returns a value without its secrets, for showing. */
export function shownSetting(key: SettingKey, value: unknown): unknown {
  const { secrets } = settingSpec(key);
  return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !secrets.includes(name))) : value;
}

/** Returns an entered value, with omitted secrets taken from the stored one. */
export function withSecrets(key: SettingKey, entered: unknown, stored: unknown): unknown {
  if (!isObject(entered) || !isObject(stored)) return entered;
  const kept = settingSpec(key).secrets.filter((name) => entered[name] === undefined && stored[name] !== undefined);
  return { ...entered, ...Object.fromEntries(kept.map((name) => [name, stored[name]])) };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
