import { z } from 'zod';

import { verdicts } from '../../domain/papers.ts';
import { lengthOf } from '../../domain/settings.ts';
import { priorities, workOrderStatuses } from '../../domain/work-order/order.ts';
import { definitionLimits, fieldKinds, finishers, keyPattern } from '../../domain/work-order/type.ts';
import {
  caseCore,
  commandBodies as messageCommands,
  contentBody,
  fewFiles,
  note,
  ownCasesQuery,
  statusSchema,
  textSchema,
  uploadIds,
} from './cases.ts';
import { idSchema, instantSchema, pageOf } from './common.ts';

export const keySchema = z.string().trim().regex(keyPattern);
const reason = note;
/** An order wants at most so many papers, and each is handed in with at most so many files. */
const mostPapers = definitionLimits.papers;
export const handedIn = z.object({
  key: keySchema,
  uploadIds: uploadIds.refine((ids) => ids.length > 0, { params: { code: 'required' } }),
});

const supplementOf = (paper: typeof handedIn) =>
  z.object({ papers: z.array(paper).min(1).max(mostPapers), note: note.nullable().default(null) });

/** POST /api/work-orders/{id}/commands/{command}: the bodies, by command. */
export const orderCommandBodies = {
  claim: messageCommands.claim,
  release: messageCommands.release,
  handOver: z.object({ officerId: idSchema, note }),
  advance: z.object({ note: note.nullable().default(null) }),
  sendBack: z.object({ to: keySchema, reason }),
  askPapers: z.object({ keys: z.array(keySchema).min(1).max(mostPapers), note }),
  supplement: supplementOf(handedIn),
  reviewPapers: z.object({
    verdicts: z
      .array(z.object({ key: keySchema, verdict: z.enum(verdicts), revision: z.int().min(0) }))
      .min(1)
      .max(mostPapers),
    reason: reason.nullable().default(null),
  }),
  finish: contentBody,
  dispute: z.object({ reason }),
  dispatch: z.object({ officerId: idSchema.nullable().default(null), note: note.nullable().default(null) }),
  urge: z.object({}),
  terminate: z.object({ reason }),
  rate: messageCommands.rate,
  reassign: messageCommands.reassign,
  end: messageCommands.end,
} as const;
export type OrderCommandType = keyof typeof orderCommandBodies;
export type OrderCommandBody<K extends OrderCommandType> = z.input<(typeof orderCommandBodies)[K]>;

/** Those that carry files, narrowed by the settings in force: so many with a result, so many for each paper. */
export const orderBodiesWithFiles = (limits: { maxFiles: number }) => ({
  supplement: supplementOf(fewFiles(handedIn, limits.maxFiles)),
  finish: fewFiles(contentBody, limits.maxFiles),
});

/** What is filled in for an order. */
const longestField = 500;
const fieldText = z
  .string()
  .trim()
  .refine((text) => lengthOf(text) <= longestField, { params: { code: 'too-long', limit: longestField } });

/** PUT /api/work-orders/{id}: an officer opens an order, from a case of the taxpayer's or on its own. */
export const openOrderBody = z.object({
  typeId: z.string().min(1),
  identityId: idSchema.nullable().default(null).meta({ description: 'Whose it is; not needed when it comes from a case.' }),
  originId: idSchema.nullable().default(null).meta({ description: 'The 留言 that becomes this order.' }),
  priority: z.enum(priorities).default('normal'),
  text: textSchema,
  uploadIds,
  fields: z.record(keySchema, fieldText).default({}),
});
export type OpenOrderBody = z.input<typeof openOrderBody>;
/** The same, narrowed by the settings in force. */
export const openOrderBodyFor = (limits: { maxFiles: number }) => fewFiles(openOrderBody, limits.maxFiles);

/** POST /api/cases/{id}/merge: a 留言 that asks the same again joins a running order (并单). */
export const mergeBody = z.object({ orderId: idSchema });

const ownOrderSchema = z
  .object({
    ...caseCore,
    status: z.enum(workOrderStatuses),
    stage: z.string(),
    dueAt: instantSchema.nullable(),
    urges: z.int(),
    excerpt: z.string(),
    rated: z.boolean(),
  })
  .meta({ id: 'OwnOrder' });
export type OwnOrder = z.infer<typeof ownOrderSchema>;
/** GET /api/work-orders: 我的工单. */
export const ownOrdersQuery = ownCasesQuery(workOrderStatuses);
export const ownOrdersAnswer = pageOf(ownOrderSchema);

/** GET /api/taxpayers: the taxpayers of the region whose name, company or tax number holds the text. */
const shortestSearch = 2;
export const taxpayersQuery = z.object({
  q: z
    .string()
    .trim()
    .max(100)
    .refine((text) => lengthOf(text) >= shortestSearch, { params: { code: 'too-short', limit: shortestSearch } }),
});
export const taxpayersAnswer = z.object({
  items: z.array(
    z.object({
      id: idSchema,
      kind: z.enum(['enterprise', 'natural-person']),
      personName: z.string(),
      companyName: z.string().nullable(),
      taxNumber: z.string().nullable(),
    }),
  ),
});
export type FoundTaxpayer = z.infer<typeof taxpayersAnswer>['items'][number];

/** GET /api/work-orders/running: what the same taxpayer has running of the same type, to join instead of opening a second one. */
export const runningQuery = z.object({ identityId: idSchema, typeId: z.string().min(1) });
export const runningAnswer = z.object({
  items: z.array(
    z.object({ id: idSchema, number: z.string(), status: statusSchema, stage: z.string(), openedAt: instantSchema, excerpt: z.string() }),
  ),
});
export type RunningOrder = z.infer<typeof runningAnswer>['items'][number];

/** What an administrator says of a type; `domain` checks how its parts fit together. */
export const typeNames = {
  name: z.string().trim().min(1).max(definitionLimits.name),
  nameEn: z.string().trim().min(1).max(definitionLimits.nameEn),
};
const named = { key: keySchema, ...typeNames };
export const paperSpecSchema = z.object({ ...named, required: z.boolean() });
export const definitionSchema = z
  .object({
    fields: z
      .array(
        z.object({
          ...named,
          kind: z.enum(fieldKinds),
          required: z.boolean(),
          choices: z.array(z.string().trim().min(1).max(definitionLimits.choice)).max(definitionLimits.choices).default([]),
        }),
      )
      .max(definitionLimits.fields),
    papers: z.array(paperSpecSchema).max(mostPapers),
    stages: z
      .array(
        z.object({
          ...named,
          groupId: z.string().min(1),
          limitMinutes: z.number().positive().max(definitionLimits.limitMinutes),
          backTo: z.array(keySchema).max(20),
          tellTaxpayer: z.boolean(),
          finish: z.enum(finishers),
          terminable: z.boolean(),
        }),
      )
      .min(1)
      .max(definitionLimits.stages),
  })
  .meta({ id: 'WorkOrderDefinition' });

/** A type of any kind as it stands: both names go out, for the one who keeps them writes both. */
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

/** Types of every kind are known by ids of this form. */
export const typeIdSchema = z.string().regex(/^[a-z0-9-]{3,60}$/);

/** PUT /api/work-order-types/{id}: what it says becomes a new version, which counts for orders opened from now on. */
export const orderTypeBody = z.object({
  ...typeNames,
  active: z.boolean(),
  definition: definitionSchema,
});
export type OrderTypeBody = z.input<typeof orderTypeBody>;
const orderTypeSchema = keptTypeOf(definitionSchema).meta({ id: 'WorkOrderType' });
export type OrderType = z.infer<typeof orderTypeSchema>;
export const orderTypesAnswer = z.object({
  items: z.array(orderTypeSchema),
  groups: z.array(z.object({ id: z.string(), name: z.string(), nameEn: z.string(), centre: z.string(), members: z.int() })),
});
export type OrderTypes = z.infer<typeof orderTypesAnswer>;
export const orderTypeAnswer = orderTypeSchema;
