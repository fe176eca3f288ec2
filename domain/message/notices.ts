import { noticesBy, type NoticeTable } from '../notices.ts';
import type { MessageEvent, MessagePurpose, MessageState } from './message.ts';

export const notices = {
  'message-replied': { category: 'news', sms: true },
  'message-asked-back': { category: 'todo', sms: true },
  'message-reminded': { category: 'todo', sms: true },
  'message-due-moved': { category: 'news', sms: false },
  'message-closed': { category: 'news', sms: true },
  'message-ended': { category: 'news', sms: true },
  'message-converted': { category: 'news', sms: true },
} as const satisfies NoticeTable;

/**
 * 1. The answer is notified on the channel that the taxpayer chose (结果接收方式). With 否 it is shown only in 我的留言.
 * 2. A notice that asks the taxpayer to act, or reports an unexpected end, is always in 我的消息. It is also sent by 短信 to those who chose it.
 */
export const noticesFor = noticesBy<MessageEvent, Pick<MessageState, 'reminder'>, typeof notices>(notices, {
  submitted: null,
  assigned: null,
  claimed: null,
  released: null,
  'handed-over': null,
  reassigned: null,
  replied: (_event, { reminder }) => (reminder === 'none' ? null : 'message-replied'),
  'asked-back': 'message-asked-back',
  supplemented: null,
  'followed-up': null,
  recounted: ({ clock, moved }) => (moved && clock !== null && isTaxpayers[clock.purpose] ? 'message-due-moved' : null),
  warned: ({ purpose }) => (purpose === 'supplement' ? 'message-reminded' : null),
  escalated: null,
  withdrawn: null,
  converted: 'message-converted',
  rated: null,
  closed: ({ outcome }) => closedAs[outcome],
});

/** Side that a deadline binds. */
const isTaxpayers: Readonly<Record<MessagePurpose, boolean>> = {
  'first-answer': false,
  answer: false,
  supplement: true,
  'follow-up': true,
};

const closedAs = {
  rated: null,
  'follow-up-elapsed': null,
  'supplement-elapsed': 'message-closed',
  ended: 'message-ended',
} as const satisfies Record<NonNullable<MessageState['outcome']>, keyof typeof notices | null>;
