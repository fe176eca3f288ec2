import { describe, expect, it } from '@jest/globals';

import { caseKinds, type CaseKind } from '../domain/case.ts';
import { appointmentEventTypes, appointmentStatuses } from '../domain/appointment/appointment.ts';
import { conversationEventTypes, conversationStatuses } from '../domain/conversation/conversation.ts';
import { isPurpose, kinds } from '../domain/kinds.ts';
import { invitationEventTypes, invitationStatuses } from '../domain/invitation/invitation.ts';
import { messageEventTypes, messageStatuses } from '../domain/message/message.ts';
import { serviceFormEventTypes, serviceFormStatuses } from '../domain/service-form/form.ts';
import { workOrderEventTypes, workOrderStatuses } from '../domain/work-order/order.ts';
import { appointment } from '../web/i18n/zh-CN/appointment.ts';
import { conversation } from '../web/i18n/zh-CN/conversation.ts';
import { form } from '../web/i18n/zh-CN/form.ts';
import { history } from '../web/i18n/zh-CN/history.ts';
import { invitation } from '../web/i18n/zh-CN/invitation.ts';
import { message } from '../web/i18n/zh-CN/message.ts';
import { order } from '../web/i18n/zh-CN/order.ts';
import { summaryOf } from './contract.ts';
import { detailsOf, projectionSummary, timerSummary } from './words.ts';

/** Workflows cannot load the translations of the pages; supervisors and operators are to read the same words in both. */
const pages: Record<CaseKind, { title: string; status: Record<string, string>; event: Record<string, string> }> = {
  message,
  'work-order': order,
  'service-form': form,
  conversation,
  appointment,
  invitation,
};
const statuses: Record<CaseKind, readonly string[]> = {
  message: messageStatuses,
  'work-order': workOrderStatuses,
  'service-form': serviceFormStatuses,
  conversation: conversationStatuses,
  appointment: appointmentStatuses,
  invitation: invitationStatuses,
};
const eventTypes: Record<CaseKind, readonly string[]> = {
  message: messageEventTypes,
  'work-order': workOrderEventTypes,
  'service-form': serviceFormEventTypes,
  conversation: conversationEventTypes,
  appointment: appointmentEventTypes,
  invitation: invitationEventTypes,
};

const standing = (kind: CaseKind, status: string) => ({ kind, status, clock: null });
const noon = Date.parse('2026-03-04T12:00:00+08:00');

describe.each(caseKinds)('of a %s workflows say as the pages do', (kind) => {
  it('what it is', () => {
    expect(summaryOf(kind)).toBe(pages[kind].title);
  });
  it.each(statuses[kind])('where it stands: %s', (status) => {
    expect(detailsOf(standing(kind, status))).toBe(pages[kind].status[status]);
  });
  it.each(eventTypes[kind])('what happened: %s', (type) => {
    expect(projectionSummary(kind, [{ type }])).toBe(`登记：${String(pages[kind].event[type])}`);
  });
  it.each(kinds[kind].purposes.filter(isPurpose))('what a time is for: %s', (purpose) => {
    expect(timerSummary(kind, purpose, noon)).toBe(`${history.purpose[purpose]}：2026-03-04 12:00`);
  });
});

it('several events are told in their order, and a running time with them', () => {
  expect(projectionSummary('work-order', [{ type: 'finished' }, { type: 'closed' }])).toBe(
    `登记：${order.event.finished}、${order.event.closed}`,
  );
  const clock = { purpose: 'review' as const, startedAt: 0, warnAt: null, dueAt: noon, warned: true, escalated: false };
  const state = { ...standing('service-form', 'submitted'), clock };
  expect(detailsOf(state)).toBe('待审核，材料审核时限至 2026-03-04 12:00');
  expect(detailsOf({ ...state, clock: { ...clock, escalated: true } })).toBe('待审核，材料审核时限至 2026-03-04 12:00（已超时升级）');
});
