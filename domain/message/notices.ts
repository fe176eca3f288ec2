import type { MessageState, RecordedMessageEvent } from './message.ts';
import { owedAs, type NoticeKind, type OwedNotice } from '../notices.ts';

/**
 * Which notices an event of a 留言 owes.
 *
 * 1. The answer is told as the taxpayer chose (结果接收方式); who chose 否 finds it in 我的留言.
 * 2. What needs the taxpayer to act, or ends the case against expectation, stands in 我的消息 in any case, and goes out by
 *    短信 as well to those who chose it.
 */
export function noticesFor(event: RecordedMessageEvent, state: MessageState): readonly OwedNotice[] {
  const inAnyCase = (kind: NoticeKind): OwedNotice[] => owedAs(kind, state.reminder);
  switch (event.type) {
    case 'replied':
      return state.reminder === 'none' ? [] : inAnyCase('message-replied');
    case 'asked-back':
      return inAnyCase('message-asked-back');
    case 'converted':
      return inAnyCase('message-converted');
    case 'warned':
      return event.purpose === 'supplement' ? inAnyCase('message-reminded') : [];
    case 'closed':
      if (event.outcome === 'ended') return inAnyCase('message-ended');
      return event.outcome === 'supplement-elapsed' ? inAnyCase('message-closed') : [];
    default:
      return [];
  }
}
