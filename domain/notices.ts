/**
 * Notices that events of cases owe their taxpayers (H1, H4); which ones, each kind of case says. What a notice says is put into
 * words where it is shown; it is known by its case, version, kind and channel, so that it cannot be owed twice.
 */
export const noticeKinds = [
  'message-replied',
  'message-asked-back',
  'message-reminded',
  'message-closed',
  'message-ended',
  'message-converted',
  'order-opened',
  'order-advanced',
  'order-papers-asked',
  'order-papers-returned',
  'order-papers-due',
  'order-finished',
  'order-ended',
  'form-sent',
  'form-returned',
  'form-due',
  'form-accepted',
  'form-completed',
  'form-recalled',
  'form-expired',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** 是否需要提醒服务 and 结果接收方式 in one: none, 短信 or 站内信. */
export const reminders = ['none', 'sms', 'inbox'] as const;
export type Reminder = (typeof reminders)[number];

type Channel = 'inbox' | 'sms';

/** What a notice is for: 待办提醒 asks the taxpayer to do something, 消息提示 only tells. What was asked and is done is news, too. */
export type NoticeCategory = 'todo' | 'news';

export interface OwedNotice {
  kind: NoticeKind;
  channel: Channel;
}

/**
 * Whether a notice goes out by 短信 as well, to taxpayers who chose it: what asks them to act, what they waited for, and an end. How a
 * matter goes on meanwhile stands in 我的消息 alone.
 */
const goesBySms = {
  'message-replied': true,
  'message-asked-back': true,
  'message-reminded': true,
  'message-closed': true,
  'message-ended': true,
  'message-converted': true,
  'order-opened': false,
  'order-advanced': false,
  'order-papers-asked': true,
  'order-papers-returned': true,
  'order-papers-due': true,
  'order-finished': true,
  'order-ended': true,
  'form-sent': true,
  'form-returned': true,
  'form-due': true,
  'form-accepted': false,
  'form-completed': true,
  'form-recalled': true,
  'form-expired': true,
} as const satisfies Record<NoticeKind, boolean>;

/** Those for which a gateway needs a template. */
export type SmsNoticeKind = { [K in NoticeKind]: (typeof goesBySms)[K] extends true ? K : never }[NoticeKind];
export const smsNoticeKinds = noticeKinds.filter((kind): kind is SmsNoticeKind => goesBySms[kind]);

/**
 * A notice on every channel on which this taxpayer gets it: always in 我的消息.
 * @param reminder what the taxpayer chose; absent where nobody was asked
 */
export const owedAs = (kind: NoticeKind, reminder: Reminder | undefined): OwedNotice[] =>
  reminder === 'sms' && goesBySms[kind]
    ? [
        { kind, channel: 'inbox' },
        { kind, channel: 'sms' },
      ]
    : [{ kind, channel: 'inbox' }];

/** Where each stands. */
export const noticeCategory: Record<NoticeKind, NoticeCategory> = {
  'message-replied': 'news',
  'message-asked-back': 'todo',
  'message-reminded': 'todo',
  'message-closed': 'news',
  'message-ended': 'news',
  'message-converted': 'news',
  'order-opened': 'news',
  'order-advanced': 'news',
  'order-papers-asked': 'todo',
  'order-papers-returned': 'todo',
  'order-papers-due': 'todo',
  'order-finished': 'news',
  'order-ended': 'news',
  'form-sent': 'todo',
  'form-returned': 'todo',
  'form-due': 'todo',
  'form-accepted': 'news',
  'form-completed': 'news',
  'form-recalled': 'news',
  'form-expired': 'news',
};
