/** The order's own part of a case's page: stages, fields, papers, and the times of its actions. */
import type { OrderGround } from '../../../db/work-order/ground.ts';
import type { CaseEvent } from '../../../db/models/index.ts';
import type { LoadedCase, Story } from '../../../db/story.ts';
import { isOpen, type WorkOrderPolicy, type WorkOrderState } from '../../../domain/work-order/order.ts';
import { nextUrgeAt } from '../../../domain/work-order/rights.ts';
import { promisedEnd } from '../../../domain/work-order/time.ts';
import type { OrderPart, OrderStage } from '../../api/work-order/part.ts';
import { nameIn } from '../http/names.ts';
import { presentPapers } from '../cases/papers.ts';
import type { PartReading } from '../cases/server-kind.ts';
import { stageTimes } from './stage-times.ts';

/** @param policy the order's own policy, by which its workflow decides what may be done until when */
export function presentOrder(
  row: LoadedCase,
  state: WorkOrderState,
  policy: WorkOrderPolicy,
  ground: OrderGround,
  story: Story,
  reading: PartReading,
): OrderPart {
  const { definition, members, fields } = ground;
  const { forOfficers, language } = reading;
  const named = ({ key, name, nameEn }: { key: string; name: string; nameEn: string }) => ({ key, name: nameIn(language, name, nameEn) });
  const filled = new Map(Object.entries(fields));
  const here = policy.stages[state.stage];
  const urgeAt = isOpen(state) ? nextUrgeAt(state, policy, reading.now) : null;
  const evaluating = !isOpen(state) && state.clock?.purpose === 'evaluation' ? state.clock.dueAt : null;
  const promised = promisedEnd(state, policy);
  return {
    typeVersion: state.typeVersion,
    priority: state.priority,
    stages: stagesOf(row, state, ground, story.events, reading),
    fields: definition.fields.flatMap((spec) => (filled.get(spec.key) ? [{ ...named(spec), value: filled.get(spec.key) ?? '' }] : [])),
    papers: presentPapers(state.papers, definition.papers, story, reading),
    urges: state.urges,
    nextUrgeAt: urgeAt === null ? null : new Date(urgeAt).toISOString(),
    rateUntil: evaluating === null ? null : new Date(evaluating).toISOString(),
    disputes: forOfficers ? state.disputes : 0,
    promisedAt: promised === null ? null : new Date(promised).toISOString(),
    sendBacks: { given: state.sentBack ?? 0, most: policy.sendBacks ?? null },
    backTo: forOfficers && isOpen(state) ? definition.stages.filter(({ key }) => here?.backTo.includes(key)).map(named) : [],
    mayTerminate: here?.terminable ?? false,
    handlers: forOfficers ? members.map(({ id, name, on_duty }) => ({ id, name, onDuty: on_duty })) : [],
  };
}

function stagesOf(
  row: LoadedCase,
  state: WorkOrderState,
  { definition, groups }: OrderGround,
  events: readonly CaseEvent[],
  { forOfficers, language }: PartReading,
): OrderStage[] {
  const times = stageTimes(events);
  return definition.stages.map(({ key, name, nameEn, groupId }, i) => {
    const group = groups.get(groupId);
    const isHere = i === state.stage && state.status !== 'completed';
    const due = isHere && state.clock?.purpose === 'stage' ? state.clock.dueAt : null;
    const passed = i < state.stage || (i === state.stage && !isHere);
    return {
      key,
      name: nameIn(language, name, nameEn),
      state: isHere ? 'here' : passed ? 'passed' : 'ahead',
      enteredAt: isHere || passed ? (times.get(key)?.enteredAt.toISOString() ?? null) : null,
      leftAt: passed ? (times.get(key)?.leftAt?.toISOString() ?? null) : null,
      dueAt: due === null ? null : new Date(due).toISOString(),
      group: nameIn(language, group?.name ?? null, group?.name_en ?? null),
      centre: nameIn(language, group?.centre_name ?? null, group?.centre_name_en ?? null),
      handler: forOfficers && isHere ? (row.assignee?.name ?? null) : null,
    };
  });
}
