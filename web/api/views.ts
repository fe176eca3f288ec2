import { z } from 'zod';

import { lengthOf } from '../../domain/input/text.ts';
import { maxSavedViews, maxViewNameLength } from '../../domain/settings.ts';
import { idSchema } from './common.ts';
import { worklistFilterShape, worklistSorts, worklistViews } from './desk.ts';

const { q: _, ...choices } = worklistFilterShape;
const viewShape = {
  view: z.enum(worklistViews),
  sort: z.enum(worklistSorts).default('due'),
  filters: z.object({ ...choices, q: z.string().trim().min(1).max(100).optional() }).default({}),
};

/** PUT /api/desk/views/{id}: the client chooses the id; repeating the request updates the same view. */
export const savedViewBody = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .refine((name) => lengthOf(name) <= maxViewNameLength, { params: { code: 'too-long', limit: maxViewNameLength } }),
  ...viewShape,
});

export const savedViewSchema = z.object({ id: idSchema, name: z.string(), ...viewShape }).meta({ id: 'SavedView' });
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
