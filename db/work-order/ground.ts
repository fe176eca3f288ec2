/** Loads everything that an order is shown and decided by, beyond its row and its events. */
import type { Knex } from 'knex';

import type { WorkOrderState } from '../../domain/work-order/order.ts';
import type { WorkOrderDefinition } from '../../domain/work-order/type.ts';
import { fieldsOf } from '../case-forms.ts';
import { definitionOf } from '../case-types.ts';
import { handlingGroups, membersOf, type GroupMember, type HandlingGroup } from '../handling-groups.ts';

export interface OrderGround {
  definition: WorkOrderDefinition;
  groups: ReadonlyMap<string, HandlingGroup>;
  members: readonly GroupMember[];
  fields: Record<string, string>;
}

export async function orderGround(knex: Knex, state: WorkOrderState): Promise<OrderGround> {
  const definition = await definitionOf(knex, state);
  const [groups, members, fields] = await Promise.all([
    handlingGroups(
      knex,
      definition.stages.map(({ groupId }) => groupId),
    ),
    membersOf(knex, state.groupId),
    fieldsOf(knex, state.id),
  ]);
  return { definition, groups, members, fields };
}
