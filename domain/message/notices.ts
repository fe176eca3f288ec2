import { noticesBy, type NoticeTable } from '../notices.ts';
import type { MessageEvent, MessageState } from './message.ts';

/** The notices of a 留言. */
export const notices = {
  'message-replied': { category: 'news', sms: true },
  'message-asked-back': { category: 'todo', sms: true },
  'message-reminded': { category: 'todo', sms: true },
  'message-closed': { category: 'news', sms: true },
  'message-ended': { category: 'news', sms: true },
  'message-converted': { category: 'news', sms: true },
} as const satisfies NoticeTable;

/**
 * 1. The answer is told as the taxpayer chose (结果接收方式); who chose 否 finds it in 我的留言.
 * 2. What needs the taxpayer to act, or ends the case against expectation, stands in 我的消息 in any case, and goes out by
 *    短信 as well to those who chose it.
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
  warned: ({ purpose }) => (purpose === 'supplement' ? 'message-reminded' : null),
  escalated: null,
  withdrawn: null,
  converted: 'message-converted',
  rated: null,
  closed: ({ outcome }) => closedAs[outcome],
});

const closedAs = {
  rated: null,
  'follow-up-elapsed': null,
  'supplement-elapsed': 'message-closed',
  ended: 'message-ended',
} as const satisfies Record<NonNullable<MessageState['outcome']>, keyof typeof notices | null>;
