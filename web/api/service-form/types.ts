import { z } from 'zod';

import { mostFormPapers } from '../../../domain/service-form/template.ts';
import { keptTypeOf, paperSpecSchema, typeNames } from '../case-types.ts';

/** What an administrator says of a template. */
export const formDefinitionSchema = z
  .object({ papers: z.array(paperSpecSchema).min(1).max(mostFormPapers) })
  .meta({ id: 'FormDefinition' });

/** PUT /api/service-form-types/{id}: what it says becomes a new version, which counts for forms sent from now on. */
export const formTypeBody = z.object({ ...typeNames, active: z.boolean(), definition: formDefinitionSchema });
export type FormTypeBody = z.input<typeof formTypeBody>;
export const formTypeAnswer = keptTypeOf(formDefinitionSchema).meta({ id: 'ServiceFormType' });
export type FormType = z.infer<typeof formTypeAnswer>;
export const formTypesAnswer = z.object({ items: z.array(formTypeAnswer) });
export type FormTypes = z.infer<typeof formTypesAnswer>;
