/** All kinds of case over HTTP: what each is shown as, and what each may be asked. */
import { z } from 'zod';

import type { CaseKind } from '../../domain/case.ts';
import { formCaseSchema, formCommandBodies } from './forms.ts';
import { messageCaseSchema, messageCommandBodies } from './messages.ts';
import { orderCaseSchema, orderCommandBodies } from './orders.ts';

/** GET /api/cases/{id}: the kind says which part there is. */
const caseSchema = z.discriminatedUnion('kind', [messageCaseSchema, orderCaseSchema, formCaseSchema]);
export type Case = z.infer<typeof caseSchema>;
export type CaseOf<K extends CaseKind> = Case & { kind: K };

/** POST /api/cases/{id}/commands/{command}: the bodies, by kind and command. */
const commandBodies = {
  message: messageCommandBodies,
  'work-order': orderCommandBodies,
  'service-form': formCommandBodies,
} as const satisfies Record<CaseKind, Readonly<Record<string, z.ZodType>>>;
type Bodies = typeof commandBodies;

export type CommandType<K extends CaseKind> = keyof Bodies[K] & string;
export type CommandBody<K extends CaseKind, C extends CommandType<K>> = Bodies[K][C] extends z.ZodType ? z.input<Bodies[K][C]> : never;
