/** Decides commands to a form (rules 1 to 4 and 7 of `form.ts`). */
import { accept, refuse, type Actor, type Decision, type Refusal } from '../case.ts';
import { byHolder, decideHolding } from '../holding.ts';
import { afterConfirming, afterVerdicts, areKnown, handInFault, isUnsettled, isWanted, missingPapers, judgementFault } from '../papers.ts';
import {
  isFillable,
  isOpen,
  statusBy,
  type ServiceFormCommand,
  type ServiceFormEvent,
  type ServiceFormPolicy,
  type ServiceFormState,
} from './form.ts';
import { clockOf, handInClock } from './time.ts';

type Command<K extends ServiceFormCommand['type']> = Extract<ServiceFormCommand, { type: K }>;
type Verdict = Decision<ServiceFormEvent>;

/**
 * @param now epoch milliseconds; within a workflow, its own time
 */
export function decide(
  state: ServiceFormState,
  actor: Actor,
  command: ServiceFormCommand,
  policy: ServiceFormPolicy,
  now: number,
): Verdict {
  if (!isOpen(state)) return { ok: false, refusal: endedRefusal(state) };

  switch (command.type) {
    case 'claim':
    case 'release':
    case 'handOver':
    case 'reassign':
      return decideHolding(state, actor, command);
    case 'save':
      return save(state, command, policy, now);
    case 'confirm':
      return confirm(state, command, policy, now);
    case 'reviewPapers':
      return atWork(state, actor, () => reviewPapers(state, command, policy, now));
    case 'askPapers':
      return atWork(state, actor, () => askPapers(state, command, policy, now));
    case 'complete':
      return atWork(state, actor, () => complete(state, command));
    case 'recall':
      return byHolder(state, actor, () => accept({ type: 'closed', outcome: 'recalled', reasonId: command.reasonId }));
    case 'end':
      return accept({ type: 'closed', outcome: 'ended', reasonId: command.reasonId });
    case 'orderEnded':
      return accept({ type: 'closed', outcome: 'order-ended', reasonId: null });
  }
}

/** Returns the refusal of a late command: how the form ended, and by whom. */
export function endedRefusal({ status, closedBy }: ServiceFormState): Refusal {
  const code = status === 'completed' ? 'form-completed' : status === 'expired' ? 'form-expired' : 'form-recalled';
  return { code, details: { by: closedBy?.kind ?? 'system' } };
}

/** Rule 1: saves any state of the draft, also an empty one. Only papers that are not wanted are refused. */
function save(state: ServiceFormState, { papers, textId }: Command<'save'>, policy: ServiceFormPolicy, now: number): Verdict {
  if (!isFillable(state)) return refuse('form-submitted');
  const filled = papers.filter(({ uploadIds }) => uploadIds.length > 0);
  const fault = handInFault(state.papers, filled);
  if (fault) return refuse(fault);
  const uploadIds = filled.flatMap((paper) => paper.uploadIds);
  return accept({ type: 'saved', papers: filled, uploadIds, textId, clock: handInClock(policy, now, state.status === 'returned') });
}

/** Confirms the form (rule 2). */
function confirm(state: ServiceFormState, { papers, textId }: Command<'confirm'>, policy: ServiceFormPolicy, now: number): Verdict {
  if (!isFillable(state)) return refuse('form-submitted');
  const fault = handInFault(state.papers, papers);
  if (fault) return refuse(fault);
  const after = afterConfirming(state.papers, papers);
  const missing = missingPapers(after);
  if (missing.length > 0) return refuse('papers-missing', { keys: missing.join() });
  const uploadIds = papers.flatMap((paper) => paper.uploadIds);
  return accept({ type: 'confirmed', papers, uploadIds, textId, clock: clockOf(statusBy(after), policy, now) });
}

/** Judges papers (rule 3). The clock runs on while papers are left to judge. */
function reviewPapers(state: ServiceFormState, command: Command<'reviewPapers'>, policy: ServiceFormPolicy, now: number): Verdict {
  const { verdicts, reasonId } = command;
  const fault = judgementFault(state.papers, command);
  if (fault) return refuse(fault);
  const status = statusBy(afterVerdicts(state.papers, verdicts));
  return accept({ type: 'papers-reviewed', verdicts, reasonId, clock: status === state.status ? null : clockOf(status, policy, now) });
}

function askPapers(state: ServiceFormState, { keys, textId }: Command<'askPapers'>, policy: ServiceFormPolicy, now: number): Verdict {
  if (!areKnown(state.papers, keys)) return refuse('paper-unknown');
  return accept({ type: 'papers-asked', keys, textId, clock: handInClock(policy, now, true) });
}

/** Writes the result (rule 4). */
function complete(state: ServiceFormState, { textId, uploadIds }: Command<'complete'>): Verdict {
  if (state.status !== 'accepted') return refuse('papers-unjudged');
  return accept({ type: 'completed', textId, uploadIds });
}

/** Decides only while it is the officer's move. */
function atWork(state: ServiceFormState, actor: Actor, then: () => Verdict): Verdict {
  return isFillable(state) ? refuse('awaiting-taxpayer') : byHolder(state, actor, then);
}

const unsaid = '00000000-0000-0000-0000-000000000000';

/** Returns sample commands, one per type, to test what is possible. */
export function probesFor(state: ServiceFormState): { [K in ServiceFormCommand['type']]: Command<K> } {
  const verdicts = state.papers.filter(isUnsettled).map(({ key, status, revision }): Command<'reviewPapers'>['verdicts'][number] => ({
    key,
    verdict: status === 'handed-in' ? 'accepted' : 'waived',
    revision,
  }));
  const wanted = state.papers.filter(isWanted).map(({ key }) => ({ key, uploadIds: [unsaid] }));
  return {
    ...blankCommands,
    confirm: { type: 'confirm', papers: wanted, textId: null },
    reviewPapers: { type: 'reviewPapers', verdicts, reasonId: unsaid },
    askPapers: { type: 'askPapers', keys: state.papers.slice(0, 1).map(({ key }) => key), textId: unsaid },
  };
}

const blankCommands: { [K in ServiceFormCommand['type']]: Command<K> } = {
  claim: { type: 'claim' },
  release: { type: 'release', noteId: null },
  handOver: { type: 'handOver', officerId: unsaid, noteId: unsaid },
  save: { type: 'save', papers: [], textId: null },
  confirm: { type: 'confirm', papers: [], textId: null },
  reviewPapers: { type: 'reviewPapers', verdicts: [], reasonId: null },
  askPapers: { type: 'askPapers', keys: [], textId: unsaid },
  complete: { type: 'complete', textId: unsaid, uploadIds: [] },
  recall: { type: 'recall', reasonId: unsaid },
  reassign: { type: 'reassign', officerId: unsaid, noteId: null },
  end: { type: 'end', reasonId: unsaid },
  orderEnded: { type: 'orderEnded' },
};

/** All command types, in the order in which pages offer them. */
export const serviceFormCommandTypes = Object.keys(blankCommands) as ServiceFormCommand['type'][];
