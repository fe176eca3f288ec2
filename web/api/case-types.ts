/** Fields of a type's definition that all kinds of case share, as an administrator edits them. */
import { z } from 'zod';

import { definitionLimits, keyPattern } from '../../domain/definition-limits.ts';
import { instantSchema } from './common.ts';

export const keySchema = z.string().trim().regex(keyPattern);

export const typeNames = {
  name: z.string().trim().min(1).max(definitionLimits.name),
  nameEn: z.string().trim().min(1).max(definitionLimits.nameEn),
};
export const named = { key: keySchema, ...typeNames };
export const paperSpecSchema = z.object({ ...named, required: z.boolean() });
/** A type of any kind as stored. Contains the names in both languages, because the administrator edits both. */
export const keptTypeOf = <Definition extends z.ZodType>(definition: Definition) =>
  z.object({
    id: z.string(),
    name: z.string(),
    nameEn: z.string(),
    active: z.boolean(),
    version: z.int(),
    changedAt: instantSchema,
    running: z.int(),
    definition,
  });

/** Fields of a stored type that are the same for every kind. */
export type KeptType = Omit<z.infer<ReturnType<typeof keptTypeOf>>, 'definition'>;

/** Id format of a type, for every kind. */
export const typeIdSchema = z.string().regex(/^[a-z0-9-]{3,60}$/);
