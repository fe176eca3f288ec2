import { roundTheClock, type Calendar } from '../../../domain/calendar.ts';
import type { Settings } from '../../../domain/settings.ts';
import type { PlannedStage, WorkOrderPolicy } from '../../../domain/work-order/order.ts';
import type { WorkOrderDefinition } from '../../../domain/work-order/type.ts';
import { calendarFrom } from '../message/policy.ts';

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

/**
 * The same, to ask what is possible and not until when: whether something may be done does not depend on how long it takes.
 * @param urges of the order's centre as they are now; the workflow keeps those it began with
 */
export function policyToAsk(definition: WorkOrderDefinition, groups: Centres, urges: WorkOrderPolicy['urges']): WorkOrderPolicy {
  const stages = plannedStages(definition, groups);
  const calendars: Record<string, Calendar> = Object.fromEntries(stages.map(({ centreId }) => [centreId, roundTheClock]));
  return { stages, calendars, papersMinutes: 1, dispatchMinutes: 1, warnShare: 0.5, disputes: 1, urges, evaluationMinutes: 1 };
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
