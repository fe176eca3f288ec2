/**
 * Everything that requirements.md calls configurable, with its defaults. A centre's value goes before its region's, that
 * before the default; what is in force is read when it is needed, so a change needs no restart. A case keeps the policy it
 * began with.
 */
import { z } from 'zod';

import { hoursSchema, specialDaysSchema } from './calendar-schema.ts';

/** The capacities in which a person may act for a taxpayer (A2). */
export const taxpayerRoles = ['legal-representative', 'finance-officer', 'invoice-clerk', 'natural-person'] as const;
export type TaxpayerRole = (typeof taxpayerRoles)[number];

/** D2, in the order in which people are told of them. */
export const attachmentEndings = [
  'gif',
  'jpg',
  'png',
  'wmv',
  'rmvb',
  'mp4',
  'avi',
  'wav',
  'mp3',
  'txt',
  'doc',
  'wps',
  'docx',
  'xls',
  'xlsx',
  'pdf',
  'ofd',
] as const;

const settingsSchema = z.object({
  /** Who may enter the window at all (A2). */
  'entry.roles': z.array(z.enum(taxpayerRoles)).default([...taxpayerRoles]),
  /** Sites that may hold the window in a frame, as exact origins; none but our own when empty. */
  'entry.origins': z.array(z.url()).default([]),
  /** X of 留言内容 (D1). */
  'message.minLength': z.int().min(1).max(5_000).default(10),
  'message.firstAnswerMinutes': z.number().positive().default(480),
  'message.answerMinutes': z.number().positive().default(480),
  'message.supplementMinutes': z.number().positive().default(2_400),
  'message.followUpMinutes': z.number().positive().default(2_400),
  'message.warnShare': z.number().gt(0).lt(1).default(0.8),
  /** Work orders: papers asked for, a disputed assignment (working minutes), and how often a dispute goes to the dispatcher. */
  'order.papersMinutes': z.number().positive().default(2_400),
  'order.dispatchMinutes': z.number().positive().default(240),
  'order.disputes': z.int().min(0).max(10).default(2),
  'order.warnShare': z.number().gt(0).lt(1).default(0.8),
  /** 催办 (G3): so many times within so many minutes, by the clock on the wall. */
  'order.urge.most': z.int().min(1).max(100).default(1),
  'order.urge.periodMinutes': z.number().positive().default(1_440),
  /** How long an ended order can be rated (G6). */
  'order.evaluationDays': z.number().positive().max(365).default(30),
  /** 业务办理服务确认单 (C7), in working minutes: to hand the papers in, to judge them, to write the result. */
  'form.handInMinutes': z.number().positive().default(4_800),
  /** When the taxpayer is reminded, as shares of the time to hand in. */
  'form.reminders': z
    .array(z.number().gt(0).lt(1))
    .max(5)
    .refine((shares) => shares.every((share, i) => i === 0 || share > (shares[i - 1] ?? 0)))
    .default([0.5, 0.8]),
  'form.reviewMinutes': z.number().positive().default(480),
  'form.resultMinutes': z.number().positive().default(2_400),
  'form.warnShare': z.number().gt(0).lt(1).default(0.8),
  /** D2 and C6, bytes a file. */
  'upload.maxBytes': z
    .int()
    .positive()
    .default(20 * 1024 * 1024),
  'upload.maxFiles': z.int().min(1).max(20).default(10),
  'calendar.hours': hoursSchema.optional(),
  /** Days of a centre that are not as the country's: closed, worked, or with hours of their own. */
  'calendar.days': specialDaysSchema.default({}),
  /** The plain HTTP gateway for 短信 (H4): where it is, and the name of its template for each kind of notice. */
  'sms.gateway': z
    .object({ url: z.url(), secret: z.string().min(16), templates: z.record(z.string(), z.string()) })
    .nullable()
    .default(null),
});
export type Settings = z.infer<typeof settingsSchema>;
export type SettingKey = keyof Settings;

/** The longest text of any message, answer or note, in characters as people count them. */
export const maxTextLength = 5_000;

/** How many cases one command to many of them may name. */
export const maxBulkCases = 1_000;

/** How many filters of the worklist an officer may keep, and how long their names may be. */
export const maxSavedViews = 20;
export const maxViewNameLength = 30;

/** Characters as people count them: an emoji of four bytes is one. */
export const lengthOf = (text: string): number => Array.from(text.trim()).length;

/**
 * The settings in force.
 * @param layers stored values, the weakest first: region, then centre
 */
export function settingsFrom(...layers: readonly Partial<Record<SettingKey, unknown>>[]): Settings {
  return settingsSchema.parse(Object.assign({}, ...layers));
}
