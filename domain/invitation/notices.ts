import { noticesBy, type NoticeTable } from '../notices.ts';
import type { InvitationEvent, InvitationState } from './invitation.ts';

export const notices = {
  'invitation-sent': { category: 'todo', sms: true },
  'invitation-due': { category: 'todo', sms: true },
  'invitation-declined': { category: 'todo', sms: true },
  'invitation-accepted': { category: 'news', sms: false },
  'invitation-withdrawn': { category: 'news', sms: true },
  'invitation-expired': { category: 'news', sms: true },
} as const satisfies NoticeTable;

export const noticesFor = noticesBy<InvitationEvent, Pick<InvitationState, 'reminder' | 'status'>, typeof notices>(notices, {
  proposed: null,
  sent: 'invitation-sent',
  assigned: null,
  claimed: null,
  released: null,
  'handed-over': null,
  reassigned: null,
  // Of a counter-proposal the officer is reminded, by the to-do.
  reminded: (_event, { status }) => (status === 'sent' ? 'invitation-due' : null),
  'counter-requested': null,
  countered: null,
  'counter-declined': 'invitation-declined',
  accepted: 'invitation-accepted',
  rejected: null,
  withdrawn: 'invitation-withdrawn',
  expired: 'invitation-expired',
});
