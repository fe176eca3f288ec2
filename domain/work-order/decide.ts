/** Decides commands to an order (rules 1, 2 and 4 to 9 of `order.ts`). */
import { roundTheClock } from '../calendar.ts';
import { accept, idOf, refuse, type Actor, type Decision, type Refusal } from '../case.ts';
import { byHolder, claim, giveBack, toAnother } from '../holding.ts';
import type { Role } from '../kind.ts';
import type { ServiceFormStart } from '../service-form/form.ts';
import { areKnown, handInFault, isUnsettled, isWanted, unsettledPapers, judgementFault } from '../papers.ts';
import { awaitedForm, isOpen, type WorkOrderCommand, type WorkOrderEvent, type WorkOrderPolicy, type WorkOrderState } from './order.ts';
import { dispatchClock, evaluationClock, formClock, papersClock, pausedAt, plannedStage, resumedAt, stageOf, standAt } from './time.ts';

type Command<K extends WorkOrderCommand['type']> = Extract<WorkOrderCommand, { type: K }>;
type Verdict = Decision<WorkOrderEvent>;

/**
 * @param now epoch milliseconds; within a workflow, its own time
 */
export function decide(state: WorkOrderState, actor: Actor, command: WorkOrderCommand, policy: WorkOrderPolicy, now: number): Verdict {
  if (!isOpen(state)) return afterTheEnd(state, command, policy, now);

  switch (command.type) {
    case 'claim':
      return state.status === 'disputed' ? refuse('order-disputed') : claim(state, actor);
    case 'release':
      return atWork(state, actor, () => accept({ type: 'released', noteId: command.noteId }), giveBack);
    case 'handOver':
      return toAnother(state, command.officerId, () => {
        const handedOver = (): Verdict => accept({ type: 'handed-over', officerId: command.officerId, noteId: command.noteId });
        if (policy.early !== true) return atWork(state, actor, handedOver);
        return state.status === 'disputed' ? refuse('order-disputed') : byHolder(state, actor, handedOver);
      });
    case 'advance':
      return atWork(state, actor, () => advance(state, command, policy, now));
    case 'sendBack':
      return atWork(state, actor, () => sendBack(state, command, policy, now));
    case 'askPapers':
      return atWork(state, actor, () => askPapers(state, command, policy, now));
    case 'supplement':
      return supplement(state, command, policy, now);
    case 'reviewPapers':
      return atWork(state, actor, () => reviewPapers(state, command, policy, now));
    case 'finish':
      return finish(state, actor, command, policy, now);
    case 'dispute':
      return atWork(state, actor, () => dispute(state, actor, command, policy, now));
    case 'dispatch':
      if (state.status !== 'disputed') return refuse('order-not-disputed');
      if (state.assigneeId === null) return refuse('supervisor-decides');
      return byHolder(state, actor, () => {
        const { officerId, noteId } = command;
        return accept({
          type: 'dispatched',
          officerId,
          noteId,
          centreId: plannedStage(state, policy).centreId,
          clock: resumedAt(state, policy, now),
        });
      });
    case 'urge':
      return accept({ type: 'urged' });
    case 'terminate':
      return accept({ type: 'closed', outcome: 'terminated', reasonId: command.reasonId, clock: evaluationClock(policy, now) });
    case 'rate':
      return refuse('not-ended-yet');
    case 'merge':
      return command.caseId === state.id ? refuse('same-case') : accept({ type: 'merged', caseId: command.caseId });
    case 'sendForm':
      return atWork(state, actor, () => {
        const { opening, policy: formPolicy } = command.form;
        const waits = formClock(state, policy, formPolicy, now);
        return accept({ type: 'form-sent', formId: opening.id, paused: pausedAt(state, policy, now), clock: waits });
      });
    case 'formEnded': {
      const { formId, outcome } = command;
      if (awaitedForm(state) !== formId) return refuse('form-not-awaited');
      return accept({ type: 'form-ended', formId, outcome, clock: resumedAt(state, policy, now) });
    }
    case 'reassign':
      return toAnother(state, command.officerId, () => reassign(state, command, policy, now));
    case 'end':
      return accept({ type: 'closed', outcome: 'ended', reasonId: command.reasonId, clock: evaluationClock(policy, now) });
  }
}

/** Decides a command to an ended order: a rating, or a refusal that says who ended it and how. */
function afterTheEnd(state: WorkOrderState, command: WorkOrderCommand, policy: WorkOrderPolicy, now: number): Verdict {
  if (command.type === 'rate') return rate(state, command, policy, now);
  return { ok: false, refusal: endedRefusal(state, command, false) };
}

/** Returns the refusal of a command to an order that can no longer be rated. */
export function endedRefusal({ status, closedBy }: WorkOrderState, { type }: WorkOrderCommand, rated: boolean): Refusal {
  if (type === 'rate') return { code: rated ? 'already-rated' : 'evaluation-over' };
  return { code: status === 'completed' ? 'order-completed' : 'order-terminated', details: { by: closedBy?.kind ?? 'system' } };
}

/** Rates an ended order (rule 7). A rating after the deadline is refused even if the clock has not rung yet. */
function rate(state: WorkOrderState, command: Command<'rate'>, policy: WorkOrderPolicy, now: number): Verdict {
  if (now >= evaluationClock(policy, state.closedAt ?? now).dueAt) return refuse('evaluation-over');
  if (state.clock === null) return refuse('already-rated');
  const { resolved, stars, textId } = command;
  return accept({ type: 'rated', resolved, stars, textId });
}

function advance(state: WorkOrderState, { noteId }: Command<'advance'>, policy: WorkOrderPolicy, now: number): Verdict {
  if (state.stage + 1 >= policy.stages.length) return refuse('last-stage');
  const next = state.stage + 1;
  return accept({ type: 'advanced', noteId, stage: standAt(policy, next, now), tell: stageOf(policy, next).tellTaxpayer });
}

function sendBack(state: WorkOrderState, { to, reasonId }: Command<'sendBack'>, policy: WorkOrderPolicy, now: number): Verdict {
  const target = policy.stages.findIndex(({ key }) => key === to);
  const allowed = plannedStage(state, policy).backTo.includes(to) && target >= 0 && target < state.stage;
  if (!allowed) return refuse('move-not-allowed', { to });
  const { sendBacks: most = Infinity } = policy;
  if ((state.sentBack ?? 0) >= most) return refuse('send-back-limit', { limit: String(most) });
  return accept({ type: 'sent-back', reasonId, stage: standAt(policy, target, now) });
}

function askPapers(state: WorkOrderState, { keys, textId }: Command<'askPapers'>, policy: WorkOrderPolicy, now: number): Verdict {
  if (!areKnown(state.papers, keys)) return refuse('paper-unknown');
  return accept({ type: 'papers-asked', keys, textId, paused: pausedAt(state, policy, now), clock: papersClock(state, policy, now) });
}

function supplement(state: WorkOrderState, { papers, textId }: Command<'supplement'>, policy: WorkOrderPolicy, now: number): Verdict {
  if (policy.early !== true && state.status !== 'awaiting-materials') return refuse('no-papers-asked');
  if (state.status === 'disputed') return refuse('order-disputed');
  const awaited = awaitedForm(state);
  if (awaited !== null) return refuse('order-awaits-form', { formId: awaited });
  const fault = papers.length === 0 ? 'paper-empty' : handInFault(state.papers, papers);
  if (fault) return refuse(fault);
  const uploadIds = papers.flatMap((paper) => paper.uploadIds);
  // The clock runs on when nothing was asked for.
  const clock = state.status === 'in-progress' && state.clock !== null ? state.clock : resumedAt(state, policy, now);
  return accept({ type: 'supplemented', papers, uploadIds, textId, clock });
}

/** Judges papers. A returned paper is asked for again, which pauses the clock. */
function reviewPapers(state: WorkOrderState, command: Command<'reviewPapers'>, policy: WorkOrderPolicy, now: number): Verdict {
  const { verdicts, reasonId } = command;
  const fault = judgementFault(state.papers, command);
  if (fault) return refuse(fault);
  const returned = verdicts.some(({ verdict }) => verdict === 'returned');
  return accept({
    type: 'papers-reviewed',
    verdicts,
    reasonId,
    paused: returned ? pausedAt(state, policy, now) : null,
    clock: returned ? papersClock(state, policy, now) : null,
  });
}

/** Finishes an order (rule 5). When a supervisor finishes it, the assignee does not matter. */
function finish(state: WorkOrderState, actor: Actor, command: Command<'finish'>, policy: WorkOrderPolicy, now: number): Verdict {
  const { finish: by } = plannedStage(state, policy);
  if (by === 'nobody') return refuse('stage-not-final', { stage: state.stageKey });
  if (by === 'supervisor' && !command.asSupervisor) return refuse('supervisor-finishes');
  const then = (): Verdict => {
    const missing = unsettledPapers(state.papers);
    if (missing.length > 0) return refuse('papers-missing', { keys: missing.join() });
    const { textId, uploadIds } = command;
    return accept(
      { type: 'finished', textId, uploadIds },
      { type: 'closed', outcome: 'finished', reasonId: null, clock: evaluationClock(policy, now) },
    );
  };
  return by === 'supervisor' && state.status === 'in-progress' ? then() : atWork(state, actor, then);
}

/** Disputes the assignment (rule 6). */
function dispute(state: WorkOrderState, actor: Actor, { reasonId }: Command<'dispute'>, policy: WorkOrderPolicy, now: number): Verdict {
  if (state.dispatcherId === idOf(actor)) return refuse('own-dispatch');
  const toDispatcher = state.disputes < policy.disputes;
  return accept({
    type: 'disputed',
    reasonId,
    officerId: toDispatcher ? state.dispatcherId : null,
    centreId: toDispatcher ? state.dispatchCentreId : state.centreId,
    paused: pausedAt(state, policy, now),
    clock: dispatchClock(state, policy, now),
  });
}

/** Reassigns an order. A disputed one is the dispatcher's to decide until they are late. */
function reassign(state: WorkOrderState, { officerId, noteId }: Command<'reassign'>, policy: WorkOrderPolicy, now: number): Verdict {
  if (state.status !== 'disputed') return accept({ type: 'reassigned', officerId, noteId, centreId: state.centreId, clock: null });
  if (state.assigneeId !== null && !state.clock?.escalated) return refuse('order-disputed');
  const { centreId } = plannedStage(state, policy);
  return accept({ type: 'reassigned', officerId, noteId, centreId, clock: resumedAt(state, policy, now) });
}

/** Decides only while the order is being worked on (rule 1). */
function atWork(state: WorkOrderState, actor: Actor, then: () => Verdict, by: typeof byHolder = byHolder): Verdict {
  if (state.status === 'disputed') return refuse('order-disputed');
  const awaited = awaitedForm(state);
  if (awaited !== null) return refuse('order-awaits-form', { formId: awaited });
  if (state.status === 'awaiting-materials') return refuse('awaiting-taxpayer');
  return by(state, actor, then);
}

const unsaid = '00000000-0000-0000-0000-000000000000';

/** Returns sample commands, one per type, to test what is possible. */
export function probesFor(state: WorkOrderState, policy: WorkOrderPolicy, role: Role): { [K in WorkOrderCommand['type']]: Command<K> } {
  const wanted = state.papers.filter(isWanted);
  const verdicts = state.papers.filter(isUnsettled).map(({ key, status, revision }): Command<'reviewPapers'>['verdicts'][number] => ({
    key,
    verdict: status === 'handed-in' ? 'accepted' : 'waived',
    revision,
  }));
  return {
    ...blankCommands,
    finish: { ...blankCommands.finish, asSupervisor: role === 'supervisor' },
    sendBack: { type: 'sendBack', to: policy.stages[state.stage]?.backTo[0] ?? '', reasonId: unsaid },
    askPapers: { type: 'askPapers', keys: state.papers.slice(0, 1).map(({ key }) => key), textId: unsaid },
    supplement: { type: 'supplement', papers: wanted.slice(0, 1).map(({ key }) => ({ key, uploadIds: [unsaid] })), textId: null },
    reviewPapers: { type: 'reviewPapers', verdicts, reasonId: unsaid },
  };
}

/** Empty form. Its contents do not affect whether a form can be sent. */
const blankForm: ServiceFormStart = {
  opening: {
    id: unsaid,
    regionId: '',
    centreId: '',
    typeId: '',
    typeVersion: 1,
    identityId: unsaid,
    senderId: unsaid,
    textId: unsaid,
    uploadIds: [],
    papers: [],
    originId: unsaid,
    orderId: unsaid,
  },
  policy: { calendar: roundTheClock, handInMinutes: 1, reminders: [], reviewMinutes: 1, resultMinutes: 1, warnShare: 0.5 },
};

const blankCommands: { [K in WorkOrderCommand['type']]: Command<K> } = {
  claim: { type: 'claim' },
  release: { type: 'release', noteId: null },
  handOver: { type: 'handOver', officerId: unsaid, noteId: unsaid },
  advance: { type: 'advance', noteId: null },
  sendBack: { type: 'sendBack', to: '', reasonId: unsaid },
  askPapers: { type: 'askPapers', keys: [], textId: unsaid },
  supplement: { type: 'supplement', papers: [], textId: null },
  reviewPapers: { type: 'reviewPapers', verdicts: [], reasonId: null },
  finish: { type: 'finish', asSupervisor: false, textId: unsaid, uploadIds: [] },
  dispute: { type: 'dispute', reasonId: unsaid },
  dispatch: { type: 'dispatch', officerId: unsaid, noteId: null },
  urge: { type: 'urge' },
  terminate: { type: 'terminate', reasonId: unsaid },
  rate: { type: 'rate', resolved: true, stars: 5, textId: null },
  merge: { type: 'merge', caseId: unsaid },
  sendForm: { type: 'sendForm', form: blankForm },
  formEnded: { type: 'formEnded', formId: '', outcome: 'completed' },
  reassign: { type: 'reassign', officerId: unsaid, noteId: null },
  end: { type: 'end', reasonId: unsaid },
};

/** All command types, in the order in which pages offer them. */
export const workOrderCommandTypes = Object.keys(blankCommands) as WorkOrderCommand['type'][];
