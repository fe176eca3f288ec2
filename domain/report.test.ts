import { describe, expect, it } from '@jest/globals';

import { caseKinds, type Actor, type CaseEvent, type CaseKind, type Recorded } from './case.ts';
import { appointmentEventTypes } from './appointment/appointment.ts';
import { conversationEventTypes, conversationOutcomes, newConversation } from './conversation/conversation.ts';
import { endingOf as endingOfConversation } from './conversation/report.ts';
import { kinds } from './kinds.ts';
import { invitationEventTypes } from './invitation/invitation.ts';
import { messageEventTypes, messageStatuses, newMessage, type MessageState } from './message/message.ts';
import { endingOf as endingOfMessage } from './message/report.ts';
import { factsOf, type Ending, type Sign } from './report.ts';
import { newForm, serviceFormEventTypes, serviceFormOutcomes, type ServiceFormOutcome } from './service-form/form.ts';
import { endingOf as endingOfForm } from './service-form/report.ts';
import { newOrder, workOrderEventTypes, type WorkOrderOutcome } from './work-order/order.ts';
import { endingOf as endingOfOrder } from './work-order/report.ts';
import { anOpening } from '../tests/support/work-order.ts';
import { aConversationOpening } from '../tests/support/conversation.ts';
import { aFormOpening } from '../tests/support/service-form.ts';

const types: Record<CaseKind, readonly string[]> = {
  message: messageEventTypes,
  'work-order': workOrderEventTypes,
  'service-form': serviceFormEventTypes,
  conversation: conversationEventTypes,
  appointment: appointmentEventTypes,
  invitation: invitationEventTypes,
};

describe('what an event means to reports', () => {
  /** The whole of it; whatever is not here means nothing. */
  const meaning: Record<CaseKind, Partial<Record<string, Sign>>> = {
    message: { submitted: 'asked', replied: 'answered', 'asked-back': 'answered', escalated: 'overdue', rated: 'rated' },
    'work-order': {
      opened: 'asked',
      advanced: 'answered',
      'sent-back': 'answered',
      'papers-asked': 'answered',
      'papers-reviewed': 'answered',
      'form-sent': 'answered',
      finished: 'answered',
      escalated: 'overdue',
      rated: 'rated',
    },
    invitation: { 'counter-requested': 'asked', 'counter-declined': 'answered', accepted: 'answered' },
    appointment: { opened: 'asked', started: 'answered', 'officer-late': 'overdue', 'result-late': 'overdue', rated: 'rated' },
    conversation: {
      requested: 'asked',
      appointed: 'answered',
      connected: 'answered',
      accepted: 'answered',
      'answer-late': 'overdue',
      rated: 'rated',
    },
    'service-form': {
      confirmed: 'asked',
      'papers-reviewed': 'answered',
      'papers-asked': 'answered',
      completed: 'answered',
      escalated: 'overdue',
    },
  };
  it.each(caseKinds.flatMap((kind) => types[kind].map((type) => ({ kind, type, sign: meaning[kind][type] ?? null }))))(
    '$kind $type: $sign',
    ({ kind, type, sign }) => {
      expect((kinds[kind].signs as Record<string, Sign>)[type]).toBe(sign);
    },
  );
});

describe('how a case ended', () => {
  const submission = {
    id: 'm',
    regionId: 'r',
    centreId: 'c',
    typeId: 't',
    identityId: 'i',
    reminder: 'none' as const,
    textId: 'x',
    uploadIds: [],
  };
  const message = newMessage(submission, 0);
  const ofMessage: Record<NonNullable<MessageState['outcome']>, Ending> = {
    rated: 'resolved',
    'follow-up-elapsed': 'resolved',
    'supplement-elapsed': 'unresolved',
    ended: 'unresolved',
  };
  it.each(Object.entries(ofMessage))('留言 closed, %s: %s', (outcome, ending) => {
    expect(endingOfMessage({ ...message, status: 'closed', outcome: outcome as keyof typeof ofMessage })).toBe(ending);
  });
  it.each(messageStatuses.filter((status) => status !== 'closed'))('留言 %s', (status) => {
    const expected = { withdrawn: 'unresolved', converted: 'passed-on' } as Record<string, Ending>;
    expect(endingOfMessage({ ...message, status })).toBe(expected[status] ?? null);
  });

  const ofOrder: Record<WorkOrderOutcome, Ending> = {
    finished: 'resolved',
    terminated: 'unresolved',
    'papers-elapsed': 'unresolved',
    ended: 'unresolved',
  };
  const order = newOrder(anOpening(), 0);
  it.each(Object.entries(ofOrder))('工单 %s: %s', (outcome, ending) => {
    expect(endingOfOrder({ ...order, outcome: outcome as WorkOrderOutcome })).toBe(ending);
  });

  const form = newForm(aFormOpening(), 0);
  it.each(serviceFormOutcomes)('确认单 %s', (outcome: ServiceFormOutcome) => {
    expect(endingOfForm({ ...form, outcome })).toBe(outcome === 'completed' ? 'resolved' : 'unresolved');
  });

  const talk = newConversation(aConversationOpening(), 0);
  const waited = { ...talk, cause: 'button' as const };
  it.each(conversationOutcomes)('互动 %s', (outcome) => {
    const ending = outcome === 'ended' ? 'unresolved' : 'resolved';
    expect(endingOfConversation({ ...talk, outcome })).toBe(ending);
    expect(endingOfConversation({ ...waited, outcome, lastOfficerId: 'o' })).toBe(ending);
    expect(endingOfConversation({ ...waited, outcome })).toBe('unresolved');
  });

  it('is nothing while it is open', () => {
    expect([endingOfMessage(message), endingOfOrder(order), endingOfForm(form), endingOfConversation(talk)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

describe('what events say to reports', () => {
  const officer: Actor = { kind: 'officer', id: 'o' };
  const taxpayer: Actor = { kind: 'taxpayer', id: 't' };
  const at = (version: number, type: string, actor: Actor = officer, more: object = {}): Recorded<CaseEvent> => ({
    type,
    version,
    at: version * 100,
    actor,
    ...more,
  });
  const { signs } = kinds.message;
  const nothing = { askedAt: null, answeredAt: null, answeredBy: null, overdueAt: null, stars: null, resolved: null };
  const story = [
    at(1, 'submitted', taxpayer),
    at(2, 'claimed'),
    at(3, 'escalated', { kind: 'system' }),
    at(4, 'asked-back'),
    at(5, 'supplemented', taxpayer),
    at(6, 'escalated', { kind: 'system' }),
    at(7, 'replied', { kind: 'officer', id: 'other' }),
    at(8, 'rated', taxpayer, { stars: 4, resolved: false }),
  ];

  it('is nothing of no events, and of those that mean nothing', () => {
    expect(factsOf(signs, [])).toEqual(nothing);
    expect(factsOf(signs, [at(2, 'claimed'), at(3, 'handed-over')])).toEqual(nothing);
  });

  it('is the first of each', () => {
    expect(factsOf(signs, story)).toEqual({ askedAt: 100, answeredAt: 400, answeredBy: 'o', overdueAt: 300, stars: 4, resolved: false });
  });

  it('is the same in parts, however they are cut', () => {
    for (let cut = 0; cut <= story.length; cut += 1) {
      const [before, after] = [factsOf(signs, story.slice(0, cut)), factsOf(signs, story.slice(cut))];
      const together = Object.fromEntries(Object.entries(before).map(([key, value]) => [key, value ?? after[key as keyof typeof after]]));
      expect(together).toEqual(factsOf(signs, story));
    }
  });
});
