import type { Knex } from 'knex';

import { handlingGroups } from '../../../db/handling-groups.ts';
import { settingsOf } from '../../../db/settings.ts';
import type { Settings } from '../../../domain/settings.ts';
import type { PlannedStage, WorkOrderPolicy } from '../../../domain/work-order/order.ts';
import type { WorkOrderDefinition } from '../../../domain/work-order/type.ts';
import { calendarFrom } from '../cases/calendar.ts';

/** Where groups belong: the centre in whose working time a stage is counted. */
type Centres = ReadonlyMap<string, { centre_id: string }>;

/**
 * The way an order of this type goes from now on, and the times it is to keep.
 * @param settings by centre; those of the first stage's centre govern what is not about one stage
 */
export function orderPolicyFrom(
  definition: WorkOrderDefinition,
  groups: Centres,
  settings: ReadonlyMap<string, Settings>,
): WorkOrderPolicy {
  const stages = plannedStages(definition, groups);
  const calendars = Object.fromEntries([...settings].map(([centreId, inForce]) => [centreId, calendarFrom(inForce)]));
  const first = settings.get(stages[0]?.centreId ?? '');
  if (!first) throw new RangeError('a type of order has a first stage, and its centre has settings');
  return {
    stages,
    calendars,
    papersMinutes: first['order.papersMinutes'],
    // A form has its own limits, which warn in time: the order's supervisor hears of it where all of them together were not enough.
    formMinutes: first['form.handInMinutes'] + first['form.reviewMinutes'] + first['form.resultMinutes'],
    dispatchMinutes: first['order.dispatchMinutes'],
    warnShare: first['order.warnShare'],
    disputes: first['order.disputes'],
    urges: { most: first['order.urge.most'], periodMinutes: first['order.urge.periodMinutes'] },
    evaluationMinutes: first['order.evaluationDays'] * 1_440,
  };
}

/** The same, by what is in force in the centres that handle its stages. */
export async function orderPolicyInForce(knex: Knex, regionId: string, definition: WorkOrderDefinition): Promise<WorkOrderPolicy> {
  const groups = await handlingGroups(
    knex,
    definition.stages.map(({ groupId }) => groupId),
  );
  const centres = [...new Set([...groups.values()].map(({ centre_id }) => centre_id))];
  const settings = await Promise.all(centres.map(async (centreId) => [centreId, await settingsOf(knex, regionId, centreId)] as const));
  return orderPolicyFrom(definition, groups, new Map(settings));
}

function plannedStages({ stages }: WorkOrderDefinition, groups: Centres): PlannedStage[] {
  return stages.map(({ key, groupId, limitMinutes, backTo, tellTaxpayer, finish, terminable }) => ({
    key,
    groupId,
    limitMinutes,
    backTo,
    tellTaxpayer,
    finish,
    terminable,
    centreId: groups.get(groupId)?.centre_id ?? '',
  }));
}
