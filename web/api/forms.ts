import { z } from 'zod';

import { serviceFormStatuses } from '../../domain/service-form/form.ts';
import { mostFormPapers } from '../../domain/service-form/template.ts';
import { caseCore, commandBodies as messageCommands, contentBody, fewFiles, note, ownCasesQuery, textSchema, uploadIds } from './cases.ts';
import { idSchema, instantSchema, pageOf } from './common.ts';
import { handedIn, keptTypeOf, keySchema, orderCommandBodies, paperSpecSchema, typeNames } from './orders.ts';

/** PUT /api/service-forms/{id}: an officer sends a form from a 留言, or from an order, which then waits for it. */
export const sendFormBody = z.object({
  typeId: z.string().min(1),
  originId: idSchema.meta({ description: 'The case it is sent from.' }),
  text: textSchema,
  uploadIds,
});
export type SendFormBody = z.input<typeof sendFormBody>;
/** The same, narrowed by the settings in force. */
export const sendFormBodyFor = (limits: { maxFiles: number }) => fewFiles(sendFormBody, limits.maxFiles);

/** Saved, a paper may be without files still; handed in, it has some. */
const filled = z.object({ key: keySchema, uploadIds });
const contentsOf = <Paper extends z.ZodType>(paper: Paper) =>
  z.object({ papers: z.array(paper).max(mostFormPapers), note: note.nullable().default(null) });

/** POST /api/service-forms/{id}/commands/{command}: the bodies, by command. */
export const formCommandBodies = {
  claim: messageCommands.claim,
  release: messageCommands.release,
  handOver: orderCommandBodies.handOver,
  save: contentsOf(filled),
  confirm: contentsOf(handedIn),
  reviewPapers: orderCommandBodies.reviewPapers,
  askPapers: orderCommandBodies.askPapers,
  complete: contentBody,
  recall: z.object({ reason: note }),
  reassign: messageCommands.reassign,
  end: messageCommands.end,
} as const;
export type FormCommandType = keyof typeof formCommandBodies;
export type FormCommandBody<K extends FormCommandType> = z.input<(typeof formCommandBodies)[K]>;

/** Those that carry files, narrowed by the settings in force: so many for each paper, so many with a result. */
export const formBodiesWithFiles = (limits: { maxFiles: number }) => ({
  save: contentsOf(fewFiles(filled, limits.maxFiles)),
  confirm: contentsOf(fewFiles(handedIn, limits.maxFiles)),
  complete: fewFiles(contentBody, limits.maxFiles),
});

const ownFormSchema = z
  .object({
    ...caseCore,
    status: z.enum(serviceFormStatuses),
    dueAt: instantSchema.nullable().meta({ description: 'Until when the papers are to be handed in, while they are.' }),
    papers: z.int().meta({ description: 'How many papers it lists.' }),
    wanted: z.int().meta({ description: 'How many of them the taxpayer is to hand in now.' }),
    saved: z.boolean(),
    excerpt: z.string(),
  })
  .meta({ id: 'OwnForm' });
export type OwnForm = z.infer<typeof ownFormSchema>;
/** GET /api/service-forms: 业务确认单 of 我的消息. */
export const ownFormsQuery = ownCasesQuery(serviceFormStatuses);
export const ownFormsAnswer = pageOf(ownFormSchema);

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
