import { z } from 'zod';

import { lengthOf } from '../../../domain/input/text.ts';
import { priorities } from '../../../domain/priority.ts';
import { workOrderStatuses } from '../../../domain/work-order/order.ts';
import { definitionLimits } from '../../../domain/definition-limits.ts';
import {
  caseCore,
  caseOf,
  contentBody,
  fewFiles,
  note,
  ownCasesQuery,
  sharedBodies,
  statusSchema,
  textSchema,
  uploadIds,
} from '../cases.ts';
import { keySchema } from '../case-types.ts';
import { idSchema, instantSchema, pageOf } from '../common.ts';
import { orderPartSchema } from './part.ts';
import { handedIn, paperCommands, papersBody } from '../papers.ts';

const { papers: mostPapers } = definitionLimits;
const supplementOf = (paper: typeof handedIn) => papersBody(z.array(paper).min(1).max(mostPapers));

/** Bodies of the order commands. */
export const orderCommandBodies = {
  claim: sharedBodies.claim,
  release: sharedBodies.release,
  handOver: sharedBodies.handOver,
  advance: z.object({ note: note.nullable().default(null) }),
  sendBack: z.object({ to: keySchema, reason: note }),
  supplement: supplementOf(handedIn),
  ...paperCommands(mostPapers),
  finish: contentBody,
  dispute: z.object({ reason: note }),
  dispatch: z.object({ officerId: idSchema.nullable().default(null), note: note.nullable().default(null) }),
  urge: z.object({}),
  terminate: z.object({ reason: note }),
  rate: sharedBodies.rate,
  reassign: sharedBodies.reassign,
  end: sharedBodies.end,
} as const;

/** Bodies with files, limited by the settings in force, per result and per paper. */
export const orderBodiesWithFiles = (limits: { maxFiles: number }) => ({
  supplement: supplementOf(fewFiles(handedIn, limits.maxFiles)),
  finish: fewFiles(contentBody, limits.maxFiles),
});

/** Maximum length of a value of an order's fields. */
const longestField = 500;
const fieldText = z
  .string()
  .trim()
  .refine((text) => lengthOf(text) <= longestField, { params: { code: 'too-long', limit: longestField } });

/** PUT /api/work-orders/{id}: an officer opens an order, from one of the taxpayer's cases or independently. */
export const openOrderBody = z.object({
  typeId: z.string().min(1),
  identityId: idSchema
    .nullable()
    .default(null)
    .meta({ description: 'Identity of the taxpayer; not needed when the order comes from a case.' }),
  originId: idSchema.nullable().default(null).meta({ description: 'The 留言 that is converted into this order.' }),
  priority: z.enum(priorities).default('normal'),
  text: textSchema,
  uploadIds,
  fields: z.record(keySchema, fieldText).default({}),
});
export type OpenOrderBody = z.input<typeof openOrderBody>;
/** The same, limited by the settings in force. */
export const openOrderBodyFor = (limits: { maxFiles: number }) => fewFiles(openOrderBody, limits.maxFiles);

/** POST /api/cases/{id}/merge: merges a repeated 留言 into a running order (并单). */
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

/** GET /api/work-orders/running: the taxpayer's running orders of the same type, to merge into instead of opening another. */
export const runningQuery = z.object({ identityId: idSchema, typeId: z.string().min(1) });
export const runningAnswer = z.object({
  items: z.array(
    z.object({
      id: idSchema,
      number: z.string(),
      status: statusSchema,
      stage: z.string(),
      openedAt: instantSchema,
      excerpt: z.string().nullable().meta({ description: 'Only for the centre that handles the order; otherwise null.' }),
      mayJoin: z
        .boolean()
        .meta({ description: 'True when the reader may merge a 留言 into the order, that is, when their centre handles it.' }),
    }),
  ),
});
export type RunningOrder = z.infer<typeof runningAnswer>['items'][number];

/** A 工单 as its page shows it. */
export const orderCaseSchema = caseOf('work-order', workOrderStatuses, { order: orderPartSchema }).meta({ id: 'WorkOrderCase' });
