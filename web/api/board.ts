/** The supervisor's board (J3). Every number links to a list: GET /api/supervision/cases with the same filters. */
import { z } from 'zod';

import { ages } from '../../domain/ages.ts';
import { otherKinds } from '../../domain/kinds.ts';
import { idSchema } from './common.ts';

/**
 * Counts of open orders. `inTime`, `warned` (a fifth of the time is left), `overdue` and `awaiting` (the clock is paused until papers
 * arrive) partition them; `urged`, `disputed` and `unassigned` overlap with these.
 */
const standing = {
  open: z.int(),
  inTime: z.int(),
  warned: z.int(),
  overdue: z.int(),
  awaiting: z.int(),
  urged: z.int(),
  disputed: z.int(),
  unassigned: z.int(),
};
const standingSchema = z.object(standing).meta({ id: 'Standing' });
export type Standing = z.infer<typeof standingSchema>;

const agesSchema = z
  .record(z.enum(ages), z.int())
  .meta({ id: 'Ages', description: 'Number of open orders by age in calendar days (Asia/Shanghai); an order opened today is 0 days old.' });
export type Ages = z.infer<typeof agesSchema>;

const boardTypeSchema = z.object({
  id: z.string(),
  name: z.string(),
  ...standing,
  ages: agesSchema,
  stages: z.array(z.object({ key: z.string(), name: z.string(), ...standing, ages: agesSchema })),
});
export type BoardType = z.infer<typeof boardTypeSchema>;
const boardOfficerSchema = z.object({
  id: idSchema,
  name: z.string(),
  onDuty: z.boolean(),
  orders: standingSchema,
  others: z
    .record(z.enum(otherKinds), z.object({ open: z.int(), overdue: z.int() }))
    .meta({ description: 'Assigned cases other than work orders, by kind.' }),
});
export type BoardOfficer = z.infer<typeof boardOfficerSchema>;

/** GET /api/supervision/board: counts for the caller's centre, or for the region when the caller is an administrator. */
export const boardAnswer = z
  .object({
    totals: z.object({ ...standing, ages: agesSchema }),
    types: z.array(boardTypeSchema).meta({ description: 'Types with open orders; stages in their order.' }),
    officers: z.array(boardOfficerSchema).meta({ description: 'Officers of the centre and other assignees, most open orders first.' }),
  })
  .meta({ id: 'Board' });
export type Board = z.infer<typeof boardAnswer>;
