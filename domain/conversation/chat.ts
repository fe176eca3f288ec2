/** The chat of a conversation (`../chat.ts`): who may write, who waits, and which events are lines in it. */
import type { ChatStand, TransferCause } from '../chat.ts';
import { callEventTypes } from './call.ts';
import { isOpen, type ConversationCommand, type ConversationEvent, type ConversationState } from './conversation.ts';

export const standOf = (state: ConversationState): ChatStand => {
  const { status, epoch, assigneeId, waitingSince, front, passedOver, awaitedGroupId = null, joinedId = null } = state;
  return {
    epoch,
    officerId: status === 'active' ? assigneeId : null,
    heldBy: status === 'offered' || status === 'active' ? assigneeId : null,
    joinedId: status === 'active' ? joinedId : null,
    robot: status === 'robot' || status === 'queued' || status === 'offered',
    taxpayer: isOpen(state),
    waiting:
      status === 'queued' && waitingSince !== null
        ? { since: waitingSince, rank: front ? 0 : 1, passedOver, groupId: awaitedGroupId }
        : null,
  };
};

export const request = (cause: TransferCause): ConversationCommand => ({ type: 'requestOfficer', cause, typeId: null });

/** Each change of hands is one line, and so is whatever the taxpayer is asked to do (B10, C3, C10, C11). */
export const lines: readonly ConversationEvent['type'][] = [
  'appointed',
  'requested',
  'connected',
  'accepted',
  'released',
  'handed-over',
  'officer-lost',
  'queue-left',
  'queue-lapsed',
  'wait-long',
  'supervisor-asked',
  'joined',
  'left',
  'idle-warned',
  ...callEventTypes,
  'closed',
  'rated',
];
