/**
 * Notices that events of cases owe their taxpayers (H1, H4); which ones, each kind of case says. What a notice says is put into
 * words where it is shown; it is known by its case, version, kind and channel, so that it cannot be owed twice.
 */
/** Those that go out by 短信, too, to taxpayers who chose it. */
export const smsNoticeKinds = [
  'message-replied',
  'message-asked-back',
  'message-reminded',
  'message-closed',
  'message-ended',
  'message-converted',
] as const;
const orderNoticeKinds = [
  'order-opened',
  'order-advanced',
  'order-papers-asked',
  'order-papers-returned',
  'order-papers-due',
  'order-finished',
  'order-ended',
] as const;
const formNoticeKinds = [
  'form-sent',
  'form-returned',
  'form-due',
  'form-accepted',
  'form-completed',
  'form-recalled',
  'form-expired',
] as const;
export const noticeKinds = [...smsNoticeKinds, ...orderNoticeKinds, ...formNoticeKinds] as const;
export type NoticeKind = (typeof noticeKinds)[number];

type Channel = 'inbox' | 'sms';

/** What a notice is for: 待办提醒 asks the taxpayer to do something, 消息提示 only tells. What was asked and is done is news, too. */
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
