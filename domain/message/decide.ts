/** Decides commands to a 留言 (rules 1, 2, 5 and 6 of `message.ts`). */
import { accept, refuse, type Actor, type Decision, type Refusal } from '../case.ts';
import { byHolder, claim, giveBack, holderFault, toAnother } from '../holding.ts';
import {
  isOpen,
  type MessageCommand,
  type MessageCommandType,
  type MessageEvent,
  type MessagePolicy,
  type MessageState,
} from './message.ts';
import { startClock } from './time.ts';

/**
 * Decides a command (rules 1, 2, 5 and 6).
 * @param now epoch milliseconds; within a workflow, its own time
 */
export function decide(
  state: MessageState,
  actor: Actor,
  command: MessageCommand,
  policy: MessagePolicy,
  now: number,
): Decision<MessageEvent> {
  if (!isOpen(state)) return { ok: false, refusal: endedRefusal(state, command) };

  switch (command.type) {
    case 'claim':
      return claim(state, actor);
    case 'release':
      if (state.status !== 'assigned') return state.assigneeId === null ? refuse('not-assigned') : refuse('awaiting-taxpayer');
      return giveBack(state, actor, () => accept({ type: 'released', noteId: command.noteId }));
    case 'handOver':
      return handOver(state, actor, command);
    case 'reply':
      return byHolder(state, actor, () => accept({ type: 'replied', ...contentOf(command), clock: startClock(policy, 'follow-up', now) }));
    case 'askBack':
      if (state.status === 'asked-back' || state.status === 'replied') return refuse('awaiting-taxpayer');
      return byHolder(state, actor, () =>
        accept({ type: 'asked-back', ...contentOf(command), clock: startClock(policy, 'supplement', now) }),
      );
    case 'supplement':
      if (state.status !== 'asked-back') return refuse('not-asked-back');
      return accept({
        type: 'supplemented',
        ...contentOf(command),
        clock: startClock(policy, state.answeredAt === null ? 'first-answer' : 'answer', now),
      });
    case 'followUp':
      if (state.status !== 'replied') return refuse('not-answered-yet');
      return accept({ type: 'followed-up', ...contentOf(command), clock: startClock(policy, 'answer', now) });
    case 'withdraw':
      return accept({ type: 'withdrawn' });
    case 'rate':
      if (state.answeredAt === null) return refuse('not-answered-yet');
      return accept(
        { type: 'rated', resolved: command.resolved, stars: command.stars, textId: command.textId },
        { type: 'closed', outcome: 'rated', reasonId: null },
      );
    case 'convert':
      return byHolder(state, actor, () => accept({ type: 'converted', orderId: command.orderId, merged: command.order === null }));
    case 'reassign':
      return toAnother(state, command.officerId, () =>
        accept({ type: 'reassigned', officerId: command.officerId, noteId: command.noteId }),
      );
    case 'end':
      return accept({ type: 'closed', outcome: 'ended', reasonId: command.reasonId });
  }
}

const unsaid = '00000000-0000-0000-0000-000000000000';
const nothing = { textId: unsaid, uploadIds: [] };
/** Sample commands, one per type. No rule reads their contents. */
const probes: { readonly [K in MessageCommandType]: Extract<MessageCommand, { type: K }> } = {
  claim: { type: 'claim' },
  release: { type: 'release', noteId: null },
  handOver: { type: 'handOver', to: { officerId: unsaid }, noteId: unsaid },
  reply: { type: 'reply', ...nothing },
  askBack: { type: 'askBack', ...nothing },
  supplement: { type: 'supplement', ...nothing },
  followUp: { type: 'followUp', ...nothing },
  withdraw: { type: 'withdraw' },
  rate: { type: 'rate', resolved: true, stars: 5, textId: null },
  convert: { type: 'convert', orderId: unsaid, order: null },
  reassign: { type: 'reassign', officerId: unsaid, noteId: null },
  end: { type: 'end', reasonId: unsaid },
};
export const probesFor = () => probes;

/** All command types, in the order in which pages offer them. */
export const messageCommandTypes = Object.keys(probes) as MessageCommandType[];

function handOver(state: MessageState, actor: Actor, command: Extract<MessageCommand, { type: 'handOver' }>): Decision<MessageEvent> {
  if (state.status !== 'assigned') return state.assigneeId === null ? refuse('not-assigned') : refuse('awaiting-taxpayer');
  const { to, noteId } = command;
  if ('officerId' in to) {
    const event: MessageEvent = { type: 'handed-over', officerId: to.officerId, centreId: state.centreId, noteId };
    return toAnother(state, to.officerId, () => byHolder(state, actor, () => accept(event)));
  }
  if (to.centreId === state.centreId) return refuse('same-centre');
  return byHolder(state, actor, () => accept({ type: 'handed-over', officerId: null, centreId: to.centreId, noteId }));
}

const contentOf = ({ textId, uploadIds }: { textId: string; uploadIds: string[] }) => ({ textId, uploadIds });

/** Returns the refusal of a late command: how the case ended (rule 6). */
export function endedRefusal({ status, outcome, orderId }: MessageState, { type }: MessageCommand): Refusal {
  if (status === 'withdrawn') return { code: 'case-withdrawn' };
  if (status === 'converted') return { code: 'already-converted', details: { orderId: orderId ?? '' } };
  return { code: type === 'rate' && outcome === 'rated' ? 'already-rated' : 'case-closed' };
}

/**
 * Returns the refusal when this officer cannot send a 业务办理服务确认单 from the 留言; null when they can. The assignee can. Once it is closed, any
 * officer of its centre can, because the matter may come up again.
 */
export function sendingFault(state: MessageState, actor: Actor): Refusal | null {
  if (state.status === 'withdrawn') return { code: 'case-withdrawn' };
  if (state.status === 'converted') return { code: 'already-converted', details: { orderId: state.orderId ?? '' } };
  return state.status === 'closed' ? null : holderFault(state, actor);
}
