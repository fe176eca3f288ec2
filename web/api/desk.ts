import { z } from 'zod';

import { ages } from '../../domain/ages.ts';
import { caseKinds } from '../../domain/case.ts';
import { moves } from '../../domain/kind.ts';
import { purposes } from '../../domain/kinds.ts';
import { officerStatuses } from '../../domain/officer-status.ts';
import { officerRoles } from '../../domain/policies.ts';
import { priorities } from '../../domain/priority.ts';
import { statusSchema } from './cases.ts';
import { idSchema, instantSchema, textLimits, uploadLimitsSchema } from './common.ts';

export const signInBody = z.object({ login: z.string().trim().min(1).max(100), password: z.string().min(1).max(200) });
export const sessionAnswer = z
  .object({
    officer: z.object({
      id: idSchema,
      name: z.string(),
      role: z.enum(officerRoles),
      region: z.object({ id: z.string(), name: z.string() }),
      centre: z.object({ id: z.string(), name: z.string() }).nullable(),
      status: z.enum(officerStatuses),
      statusReason: z.string().nullable(),
      capacity: z.int().meta({ description: 'Number of conversations that the officer can have at once.' }),
    }),
    may: z.object({ worklist: z.boolean(), supervise: z.boolean(), administer: z.boolean(), knowledge: z.boolean() }),
    text: z.object(textLimits),
    upload: uploadLimitsSchema,
    temporalUi: z.string().nullable(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionAnswer>;
export const statusBody = z.object({
  status: z.enum(officerStatuses),
  reason: z
    .string()
    .trim()
    .max(100)
    .transform((reason) => (reason === '' ? null : reason))
    .nullable()
    .default(null),
});

/** in-time, warned, overdue: cases in which officers must act; awaiting: the clock is paused until papers arrive. */
export const plights = ['in-time', 'warned', 'overdue', 'awaiting', 'urged', 'disputed'] as const;

/**
 * mine: assigned to the caller, and an officer must act; unassigned: without assignee; waiting: the taxpayer must act; overdue: escalated;
 * closed: the centre's closed cases.
 */
export const worklistViews = ['mine', 'centre', 'unassigned', 'waiting', 'overdue', 'closed'] as const;
export type WorklistView = (typeof worklistViews)[number];
/** due: overdue and urgent first, then by deadline; opened: latest opened first; activity: latest event first. */
export const worklistSorts = ['due', 'opened', 'activity'] as const;
export type WorklistSort = (typeof worklistSorts)[number];

const assigneeSchema = z.union([idSchema, z.literal('nobody')]).meta({ description: 'Assignee; `nobody` for cases without one.' });
/** Filters of the worklist. Closed cases have neither stage nor `what`. */
export const worklistFilterShape = {
  kind: z.enum(caseKinds).optional(),
  typeId: z.string().min(1).max(60).optional(),
  assigneeId: assigneeSchema.optional(),
  status: statusSchema.optional(),
  stage: z.string().min(1).max(60).optional().meta({ description: 'Key of the current stage.' }),
  what: z.enum(plights).optional(),
  from: z.iso.date().optional().meta({ description: 'First day of the opening (of closed cases: of the end), Asia/Shanghai.' }),
  to: z.iso.date().optional().meta({ description: 'Last day of it, inclusive.' }),
  q: z.string().trim().max(100).optional().meta({ description: 'Part of the number, of a name, of a telephone number or of the text.' }),
};

export const worklistQuery = z
  .object({
    view: z.enum(worklistViews).default('mine'),
    sort: z.enum(worklistSorts).default('due').meta({ description: 'Order of open work; closed cases are listed latest end first.' }),
    ...worklistFilterShape,
    cursor: z.string().max(500).optional(),
    size: z.coerce.number().int().min(1).max(100).default(30),
  })
  .refine(({ view, stage, what }) => view !== 'closed' || (stage === undefined && what === undefined), {
    path: ['view'],
    params: { code: 'not-a-choice' },
  });
export const worklistCountsQuery = z.object(worklistFilterShape);
const worklistItemSchema = z
  .object({
    id: idSchema,
    kind: z.enum(caseKinds),
    number: z.string(),
    status: statusSchema,
    turn: z.enum(moves),
    type: z.object({ id: z.string(), name: z.string() }),
    taxpayer: z.string().meta({ description: 'Name of the company or the natural person.' }),
    excerpt: z.string(),
    assignee: z.object({ id: idSchema, name: z.string() }).nullable(),
    openedAt: instantSchema,
    changedAt: instantSchema.meta({ description: 'Time of the last event.' }),
    closedAt: instantSchema.nullable(),
    rank: z
      .int()
      .meta({ description: '0 for overdue and urgent cases, 1 for all others. By default the list is sorted by rank, then by dueAt.' }),
    dueAt: instantSchema.nullable().meta({ description: 'Null once the case is closed.' }),
    warned: z.boolean(),
    escalated: z.boolean(),
    stage: z.string().nullable().meta({ description: 'Name of an order’s current stage.' }),
    urges: z.int(),
    priority: z.enum(priorities).nullable().meta({ description: 'Priority of an order; urgent once the taxpayer has urged it.' }),
    news: z
      .object({ type: z.string(), at: instantSchema, excerpt: z.string().nullable() })
      .nullable()
      .meta({ description: 'Event of the taxpayer since the reader last opened the case; `type` is the type of the event.' }),
    version: z.int(),
  })
  .meta({ id: 'WorklistItem' });
export type WorklistItem = z.infer<typeof worklistItemSchema>;
export const worklistAnswer = z.object({
  items: z.array(worklistItemSchema),
  next: z.string().nullable().meta({ description: 'Cursor of the next page; null at the end.' }),
});
export const worklistPartCounts = z.object({ mine: z.int(), centre: z.int(), unassigned: z.int(), waiting: z.int(), overdue: z.int() });
export const worklistCountsAnswer = worklistPartCounts.extend({
  unread: z.int().meta({
    description:
      'Number of cases in `mine` with events of the taxpayer that the caller has not seen; the 200 most urgent cases are counted.',
  }),
  newest: z
    .object({ id: idSchema, kind: z.enum(caseKinds), number: z.string(), type: z.string(), at: instantSchema })
    .nullable()
    .meta({ description: 'Unread case with the latest event of the taxpayer; `type` is the type of the event.' }),
});
export type WorklistCounts = z.infer<typeof worklistCountsAnswer>;

/** GET /api/desk/directory: the possible receivers of a hand-over. */
export const directoryAnswer = z.object({
  colleagues: z.array(z.object({ id: idSchema, name: z.string(), role: z.enum(officerRoles), onDuty: z.boolean(), openCases: z.int() })),
  centres: z.array(z.object({ id: z.string(), name: z.string() })),
  types: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(caseKinds),
      name: z.string(),
      stages: z.array(z.object({ key: z.string(), name: z.string() })).meta({ description: 'Stages of the present version, in order.' }),
    }),
  ),
});
export type Directory = z.infer<typeof directoryAnswer>;

const narrowing = {
  kind: z.enum(caseKinds).optional(),
  typeId: z.string().max(60).optional(),
  stage: z.string().max(60).optional().meta({ description: 'Key of the orders’ current stage.' }),
  what: z.enum(plights).optional().meta({ description: 'Condition of the cases; the same conditions as the counts of the board.' }),
  age: z.enum(ages).optional().meta({ description: 'Age of the orders in calendar days (Asia/Shanghai); the oldest come first.' }),
  assigneeId: assigneeSchema.optional(),
};
const narrowers = Object.keys(narrowing) as (keyof typeof narrowing)[];

/**
 * GET /api/supervision/cases: cases of the centre (for an administrator, of the region), open ones first, by deadline. Filters apply to
 * open cases only.
 */
export const supervisionQuery = z
  .object({
    state: z.enum(['open', 'closed']).default('open'),
    q: z.string().trim().max(100).optional(),
    ...narrowing,
    cursor: z.string().max(500).optional(),
    size: z.coerce.number().int().min(1).max(100).default(30),
  })
  .refine((query) => query.state === 'open' || narrowers.every((key) => query[key] === undefined), {
    path: ['state'],
    params: { code: 'not-a-choice' },
  });
const supervisionItemSchema = z.object({
  id: idSchema,
  kind: z.enum(caseKinds),
  number: z.string(),
  status: statusSchema,
  centre: z.object({ id: z.string(), name: z.string() }),
  type: z.object({ id: z.string(), name: z.string() }),
  taxpayer: z.string().nullable().meta({ description: 'Name of the company or the person; null for readers who may not see contents.' }),
  assignee: z.object({ id: idSchema, name: z.string() }).nullable(),
  openedAt: instantSchema,
  dueAt: instantSchema.nullable(),
  closedAt: instantSchema.nullable(),
  warned: z.boolean(),
  escalated: z.boolean(),
});
export type SupervisionItem = z.infer<typeof supervisionItemSchema>;
export const supervisionAnswer = z.object({ items: z.array(supervisionItemSchema), next: z.string().nullable() });

/** GET /api/supervision/summary: the data of a supervisor's charts. */
export const supervisionSummaryAnswer = z.object({
  byStatus: z.array(z.object({ kind: z.enum(caseKinds), status: statusSchema, count: z.int() })),
  byOfficer: z.array(z.object({ id: idSchema, name: z.string(), onDuty: z.boolean(), open: z.int(), overdue: z.int() })),
  unassigned: z.int(),
  warned: z.int(),
  overdue: z.int(),
});
export type SupervisionSummary = z.infer<typeof supervisionSummaryAnswer>;

/**
 * GET /api/supervision/cases/{id}/history: how the case's workflow ran, and its present state. `code` names a sentence of the translations,
 * in `history` unless prefixed with a kind's namespace (`message:history.started`), and `values` are its parameters; `raw` is the event as
 * Temporal stores it.
 */
const historyLineSchema = z.object({
  eventId: z.int(),
  step: z.int().meta({ description: 'Id of the first event of the step to which the event belongs: a command, a clock, an activity.' }),
  at: instantSchema,
  code: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  raw: z.unknown(),
});
export type HistoryLine = z.infer<typeof historyLineSchema>;
const pendingStepSchema = z.object({
  activityId: z.string(),
  activity: z.string(),
  attempt: z.int(),
  failing: z.boolean(),
  lastFailure: z.string().nullable(),
  lastStartedAt: instantSchema.nullable(),
  nextAttemptAt: instantSchema.nullable(),
});
export const historyAnswer = z
  .object({
    case: supervisionItemSchema,
    workflowId: z.string(),
    runId: z.string(),
    workflowStatus: z
      .string()
      .meta({ description: 'Status in Temporal (RUNNING, COMPLETED, FAILED, …); ARCHIVED when read from the archive.' }),
    source: z.enum(['temporal', 'archive']),
    waitingFor: z.object({ purpose: z.enum(purposes), until: instantSchema, next: z.enum(['warn', 'due']) }).nullable(),
    pending: z.array(pendingStepSchema),
    lines: z.array(historyLineSchema),
    temporalUi: z.string().nullable(),
    actions: z.array(z.enum(['retry', 'reassign', 'end'])),
  })
  .meta({ id: 'WorkflowHistory' });
export type WorkflowHistory = z.infer<typeof historyAnswer>;
/** POST /api/supervision/cases/{id}/retries */
export const retryBody = z.object({ activityId: z.string().min(1).max(200) });
