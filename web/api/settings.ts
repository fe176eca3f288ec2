import { z } from 'zod';

import { settingGroups, settingKeys } from '../../domain/settings.ts';
import { instantSchema } from './common.ts';

const keySchema = z.enum(settingKeys);
const placeSchema = z.object({ id: z.string(), name: z.string() });

/** GET /api/settings: settings of the region, or of one of its centres. */
export const settingsQuery = z.object({ centreId: z.string().max(100).optional() });

const settingSchema = z
  .object({
    key: keySchema,
    group: z.enum(settingGroups),
    value: z.unknown().meta({ description: 'Value in force, without secrets.' }),
    from: z.enum(['default', 'region', 'centre']).meta({ description: 'Origin of the value in force.' }),
    inherited: z.unknown().meta({ description: 'Value that would be in force without an own value.' }),
    own: z.boolean().meta({ description: 'True when the region or centre has an own value, accepted or not.' }),
    version: z.int().nullable().meta({ description: 'Version of the own value; must be sent with a change.' }),
    changedAt: instantSchema.nullable(),
    rejected: z.boolean().meta({ description: 'True when the own value was stored by another version and is not accepted by this one.' }),
    secretsSet: z.array(z.string()).meta({ description: 'Names of the secrets that have a value.' }),
  })
  .meta({ id: 'Setting' });
export type SettingItem = z.infer<typeof settingSchema>;

export const settingsAnswer = z.object({
  region: placeSchema,
  centre: placeSchema.nullable(),
  centres: z.array(placeSchema),
  items: z.array(settingSchema).meta({ description: 'Settings that can have a value here, in the order of the registry.' }),
});
export type SettingsOfPlace = z.infer<typeof settingsAnswer>;

/** PUT /api/settings: stores all changes or none. */
export const settingsBody = z.object({
  centreId: z.string().max(100).nullable().meta({ description: 'Null for the region.' }),
  changes: z
    .array(
      z.discriminatedUnion('to', [
        z.object({
          key: keySchema,
          version: z.int().nullable(),
          to: z.literal('value'),
          value: z.unknown().meta({ description: 'New value. A secret that is absent stays unchanged.' }),
        }),
        z.object({ key: keySchema, version: z.int().nullable(), to: z.literal('inherit') }),
      ]),
    )
    .min(1)
    .max(settingKeys.length)
    .refine((changes) => new Set(changes.map(({ key }) => key)).size === changes.length, { params: { code: 'duplicate' } }),
});
export type SettingsBody = z.infer<typeof settingsBody>;

/** GET /api/settings/warnings: settings that need an administrator's attention. */
export const settingsWarningsAnswer = z.object({
  years: z.array(z.int()).meta({ description: 'Years for which only the statutory holidays, or none, are known.' }),
  rejected: z
    .array(z.object({ key: z.string(), place: z.string() }))
    .max(100)
    .meta({ description: 'Stored values that this version does not accept.' }),
});
export type SettingsWarnings = z.infer<typeof settingsWarningsAnswer>;
