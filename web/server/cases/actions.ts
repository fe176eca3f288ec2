import type { CaseGround } from '../../../db/case-ground.ts';
import type { Case } from '../../../db/models/index.ts';
import type { Actor, Refusal } from '../../../domain/case.ts';
import { roundTheClock } from '../../../domain/calendar.ts';
import {
  decide as decideOfMessage,
  possibleCommands as possibleOfMessage,
  sendingFault,
  type MessageCommand,
  type MessagePolicy,
} from '../../../domain/message.ts';
import { caseActions, may, type Belonging, type CaseAction, type Viewer } from '../../../domain/policies.ts';
import { possibleCommands as possibleOfForm } from '../../../domain/service-form/decide.ts';
import type { ServiceFormPolicy } from '../../../domain/service-form/form.ts';
import { possibleCommands as possibleOfOrder } from '../../../domain/work-order/decide.ts';
import { policyToAsk } from '../work-order/policy.ts';

/** What a case belongs to, from its row. */
export const belongingOf = (row: Pick<Case, 'region_id' | 'centre_id' | 'identity_id'>): Belonging => ({
  regionId: row.region_id,
  centreId: row.centre_id,
  identityId: row.identity_id,
});

/** The same with where its thread is handled. */
export const withThread = (
  row: Pick<Case, 'region_id' | 'centre_id' | 'identity_id'>,
  thread: readonly { centre_id: string }[],
): Belonging => ({
  ...belongingOf(row),
  threadCentreIds: thread.map(({ centre_id }) => centre_id),
});

/**
 * What the reader may do to the case now: allowed to them (policies) and possible in its state (its rules). Only the workflow
 * says what really happens.
 */
export function actionsOf(row: Case, ground: CaseGround, viewer: Viewer, now: number, belonging = belongingOf(row)): CaseAction[] {
  const actor: Actor = { kind: viewer.kind, id: viewer.id };
  const possible: readonly CaseAction[] = ['view', 'inspect', 'retry', ...possibleIn(row, ground, actor, isSupervisor(viewer), now)];
  return caseActions.filter((action) => possible.includes(action) && may(viewer, action, belonging));
}

export const isSupervisor = (viewer: Viewer): boolean => viewer.kind === 'officer' && viewer.role === 'supervisor';

function possibleIn({ state }: Case, ground: CaseGround, actor: Actor, asSupervisor: boolean, now: number): readonly CaseAction[] {
  if (state.kind === 'message') {
    const possible: CaseAction[] = possibleOfMessage(state, actor, anyPolicy, now);
    return sendingFault(state, actor) === null ? [...possible, 'sendForm'] : possible;
  }
  if (state.kind === 'service-form') return possibleOfForm(state, actor, anyFormPolicy, now);
  if (ground.kind !== 'work-order') throw new TypeError('an order is judged by its type');
  return possibleOfOrder(state, actor, asSupervisor, policyToAsk(ground.definition, ground.groups, ground.urges), now);
}

/** Why a 留言 as it stands would refuse this; null when it would not. */
export function refusalOfMessage({ state }: Case, actor: Actor, command: MessageCommand, now: number): Refusal | null {
  if (state.kind !== 'message') throw new TypeError('only a message decides as one');
  const decision = decideOfMessage(state, actor, command, anyPolicy, now);
  return decision.ok ? null : decision.refusal;
}

/** Whether something is possible does not depend on how long it would take. */
const anyFormPolicy: ServiceFormPolicy = {
  calendar: roundTheClock,
  handInMinutes: 1,
  reminders: [],
  reviewMinutes: 1,
  resultMinutes: 1,
  warnShare: 0.5,
};
const anyPolicy: MessagePolicy = {
  calendar: roundTheClock,
  firstAnswerMinutes: 1,
  answerMinutes: 1,
  supplementMinutes: 1,
  followUpMinutes: 1,
  warnShare: 0.5,
};
