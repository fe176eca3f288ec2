import type { Knex } from 'knex';

import type { MessageState } from '../domain/message.ts';
import type { ServiceFormState } from '../domain/service-form/form.ts';
import type { FormDefinition } from '../domain/service-form/template.ts';
import type { WorkOrderState } from '../domain/work-order/order.ts';
import { definitionOf } from './case-types.ts';
import { orderGround, type OrderGround } from './order-ground.ts';

/** What a case is shown and judged by beyond its row and its story, by its kind; a 留言 needs nothing more. */
export type CaseGround =
  { kind: 'message' } | ({ kind: 'work-order' } & OrderGround) | { kind: 'service-form'; definition: FormDefinition };

export async function groundOf(knex: Knex, state: MessageState | WorkOrderState | ServiceFormState): Promise<CaseGround> {
  switch (state.kind) {
    case 'message':
      return { kind: state.kind };
    case 'work-order':
      return { kind: state.kind, ...(await orderGround(knex, state)) };
    case 'service-form':
      return { kind: state.kind, definition: await definitionOf(knex, state) };
  }
}
