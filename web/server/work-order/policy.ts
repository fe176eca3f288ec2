import type { Knex } from 'knex';

import { handlingGroups } from '../../../db/handling-groups.ts';
import { settingsOf } from '../../../db/settings.ts';
import type { Settings } from '../../../domain/settings.ts';
import type { PlannedStage, WorkOrderPolicy } from '../../../domain/work-order/order.ts';
import type { WorkOrderDefinition } from '../../../domain/work-order/type.ts';
import { calendarFrom } from '../cases/calendar.ts';

/** Centres by group: a stage is counted in the working time of its group's centre. */
type Centres = ReadonlyMap<string, { centre_id: string }>;

/**
 * Policy of a new order of this type: its stages and its time limits.
 * @param settings by centre; those of the first stage's centre govern everything that does not belong to one stage
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
    // A form has limits and warnings of its own; the order's supervisor is informed when their sum is exceeded.
    formMinutes: first['form.handInMinutes'] + first['form.reviewMinutes'] + first['form.resultMinutes'],
    dispatchMinutes: first['order.dispatchMinutes'],
    warnShare: first['order.warnShare'],
    disputes: first['order.disputes'],
    sendBacks: first['order.sendBacks'],
    early: true,
    urges: { most: first['order.urge.most'], periodMinutes: first['order.urge.periodMinutes'] },
    evaluationMinutes: first['order.evaluationDays'] * 1_440,
  };
}

/** The same, by the settings in force in the centres that handle its stages. */
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
