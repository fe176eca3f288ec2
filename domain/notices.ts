/**
 * Which notices an event of a case owes its taxpayer (H1, H4). What a notice says is put into words where it is shown;
 * a notice is known by its case, version, kind and channel, so that it cannot be owed twice.
 */
import type { MessageState, RecordedMessageEvent } from './message.ts';

export const noticeKinds = ['message-replied', 'message-asked-back', 'message-reminded', 'message-closed', 'message-ended'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

type Channel = 'inbox' | 'sms';

/** 待办提醒 asks the taxpayer to do something, 消息提示 only tells. */
export type NoticeCategory = 'todo' | 'news';

export interface OwedNotice {
  kind: NoticeKind;
  channel: Channel;
}

/** What can be sent with a short message's template; a template of the region has one text a kind. */
export const noticeCategory: Record<NoticeKind, NoticeCategory> = {
  'message-replied': 'news',
  'message-asked-back': 'todo',
  'message-reminded': 'todo',
  'message-closed': 'news',
  'message-ended': 'news',
};

/**
 * Rules:
 * 1. The answer is told as the taxpayer chose (结果接收方式); who chose 否 finds it in 我的留言.
 * 2. What needs the taxpayer to act, or ends the case against expectation, stands in 我的消息 in any case, and goes out by
 *    短信 as well to those who chose it.
 */
export function noticesFor(event: RecordedMessageEvent, state: MessageState): readonly OwedNotice[] {
  const inAnyCase = (kind: NoticeKind): OwedNotice[] =>
    state.reminder === 'sms'
      ? [
          { kind, channel: 'inbox' },
          { kind, channel: 'sms' },
        ]
      : [{ kind, channel: 'inbox' }];
  switch (event.type) {
    case 'replied':
      return state.reminder === 'none' ? [] : inAnyCase('message-replied');
    case 'asked-back':
      return inAnyCase('message-asked-back');
    case 'warned':
      return event.purpose === 'supplement' ? inAnyCase('message-reminded') : [];
    case 'closed':
      if (event.outcome === 'ended') return inAnyCase('message-ended');
      return event.outcome === 'supplement-elapsed' ? inAnyCase('message-closed') : [];
    default:
      return [];
  }
}
