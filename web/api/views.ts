import { z } from 'zod';

import { caseKinds } from '../../domain/case.ts';
import { lengthOf } from '../../domain/input/text.ts';
import { maxSavedViews, maxViewNameLength } from '../../domain/settings.ts';
import { idSchema } from './common.ts';
import { worklistViews } from './desk.ts';

/** PUT /api/desk/views/{id}: the client chooses the id; repeating the request updates the same view. */
export const savedViewBody = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .refine((name) => lengthOf(name) <= maxViewNameLength, { params: { code: 'too-long', limit: maxViewNameLength } }),
  view: z.enum(worklistViews),
  kind: z.enum(caseKinds).nullable().default(null),
  typeId: z.string().min(1).max(60).nullable().default(null),
  q: z.string().trim().min(1).max(100).nullable().default(null),
});

export const savedViewSchema = z
  .object({
    id: idSchema,
    name: z.string(),
    view: z.enum(worklistViews),
    kind: z.enum(caseKinds).nullable(),
    typeId: z.string().nullable(),
    q: z.string().nullable(),
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof savedViewSchema>;

export const savedViewsAnswer = z.object({ items: z.array(savedViewSchema) });
export type SavedViewsAnswer = z.infer<typeof savedViewsAnswer>;

/** PUT /api/desk/views: views that are not named come last. */
export const savedViewsOrder = z.object({
  ids: z
    .array(idSchema)
    .max(maxSavedViews)
    .refine((ids) => new Set(ids).size === ids.length, { params: { code: 'duplicate' } }),
});
