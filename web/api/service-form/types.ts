import { z } from 'zod';

import { mostFormPapers } from '../../../domain/service-form/template.ts';
import { keptTypeOf, paperSpecSchema, typeNames } from '../case-types.ts';

/** A template as an administrator edits it. */
export const formDefinitionSchema = z
  .object({ papers: z.array(paperSpecSchema).min(1).max(mostFormPapers) })
  .meta({ id: 'FormDefinition' });

/** PUT /api/service-form-types/{id}: creates a new version, used by forms sent from now on. */
export const formTypeBody = z.object({ ...typeNames, active: z.boolean(), definition: formDefinitionSchema });
export type FormTypeBody = z.input<typeof formTypeBody>;
export const formTypeAnswer = keptTypeOf(formDefinitionSchema).meta({ id: 'ServiceFormType' });
export type FormType = z.infer<typeof formTypeAnswer>;
export const formTypesAnswer = z.object({ items: z.array(formTypeAnswer) });
export type FormTypes = z.infer<typeof formTypesAnswer>;
