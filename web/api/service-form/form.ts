import { z } from 'zod';

import { serviceFormStatuses } from '../../../domain/service-form/form.ts';
import { mostFormPapers } from '../../../domain/service-form/template.ts';
import { caseCore, caseOf, contentBody, fewFiles, note, ownCasesQuery, sharedBodies, textSchema, uploadIds } from '../cases.ts';
import { idSchema, instantSchema, pageOf } from '../common.ts';
import { keySchema, typeNames } from '../case-types.ts';
import { formPartSchema } from './part.ts';
import { filledIn, handedIn, paperCommands, papersBody } from '../papers.ts';

/** Maximum number of papers that the sender adds. */
export const mostMorePapers = 10;

/** PUT /api/service-forms/{id}: an officer sends a form from a 留言 or from an order; the order then waits for it. */
export const sendFormBody = z.object({
  typeId: z.string().min(1),
  originId: idSchema.meta({ description: 'Case from which the form is sent.' }),
  text: textSchema,
  uploadIds,
  without: z.array(keySchema).max(mostFormPapers).default([]).meta({ description: 'Papers of the template that are left out.' }),
  more: z
    .array(z.object({ name: typeNames.name, required: z.boolean() }))
    .max(mostMorePapers)
    .default([])
    .meta({ description: 'Papers that the template does not have.' }),
  until: z.iso
    .date()
    .nullable()
    .default(null)
    .meta({ description: 'Working day in Asia/Shanghai until whose end papers can be handed in; null for the usual time.' }),
});
export type SendFormBody = z.input<typeof sendFormBody>;
/** The same, limited by the settings in force. */
export const sendFormBodyFor = (limits: { maxFiles: number }) => fewFiles(sendFormBody, limits.maxFiles);

const contentsOf = <Paper extends z.ZodType>(paper: Paper) => papersBody(z.array(paper).max(mostFormPapers));

/** Bodies of the form commands. */
export const formCommandBodies = {
  claim: sharedBodies.claim,
  release: sharedBodies.release,
  handOver: sharedBodies.handOver,
  save: contentsOf(filledIn),
  confirm: contentsOf(handedIn),
  ...paperCommands(mostFormPapers),
  complete: contentBody,
  recall: z.object({ reason: note }),
  reassign: sharedBodies.reassign,
  end: sharedBodies.end,
} as const;

/** Bodies with files, limited by the settings in force, per paper and per result. */
export const formBodiesWithFiles = (limits: { maxFiles: number }) => ({
  save: contentsOf(fewFiles(filledIn, limits.maxFiles)),
  confirm: contentsOf(fewFiles(handedIn, limits.maxFiles)),
  complete: fewFiles(contentBody, limits.maxFiles),
});

const ownFormSchema = z
  .object({
    ...caseCore,
    status: z.enum(serviceFormStatuses),
    dueAt: instantSchema.nullable().meta({ description: 'Deadline for submitting papers; null when none are wanted.' }),
    papers: z.int().meta({ description: 'Number of papers on the form.' }),
    wanted: z.int().meta({ description: 'Number of papers that the taxpayer has to submit now.' }),
    saved: z.boolean(),
    excerpt: z.string(),
  })
  .meta({ id: 'OwnForm' });
export type OwnForm = z.infer<typeof ownFormSchema>;
/** GET /api/service-forms: the 业务确认单 in 我的消息. */
export const ownFormsQuery = ownCasesQuery(serviceFormStatuses);
export const ownFormsAnswer = pageOf(ownFormSchema);

/** A 业务办理服务确认单 as its page shows it. */
export const formCaseSchema = caseOf('service-form', serviceFormStatuses, { form: formPartSchema }).meta({ id: 'ServiceFormCase' });
