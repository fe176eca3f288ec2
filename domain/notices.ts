/**
 * Notices that events of cases owe their taxpayers (H1, H4). Which there are and which event owes which, each kind of case says. What a
 * notice says is put into words where it is shown; it is known by its case, version, kind and channel, so that it cannot be owed twice.
 */

/** 是否需要提醒服务 and 结果接收方式 in one: none, 短信 or 站内信. */
export const reminders = ['none', 'sms', 'inbox'] as const;
export type Reminder = (typeof reminders)[number];

type Channel = 'inbox' | 'sms';

/** What a notice is for: 待办提醒 asks the taxpayer to do something, 消息提示 only tells. What was asked and is done is news, too. */
export type NoticeCategory = 'todo' | 'news';

export interface NoticeSpec {
  readonly category: NoticeCategory;
  /**
   * Whether it goes out by 短信 as well, to taxpayers who chose it: what asks them to act, what they waited for, and an end. How a
   * matter goes on meanwhile stands in 我的消息 alone.
   */
  readonly sms: boolean;
}

/** The notices of a kind of case, by their names. */
export type NoticeTable = Readonly<Record<string, NoticeSpec>>;

export interface OwedNotice<N extends string = string> {
  kind: N;
  channel: Channel;
  category: NoticeCategory;
}

/** What every type of event owes, with the state after it: a notice, none, or which its contents say. */
type NoticeRules<E extends { type: string }, S, N extends string> = {
  readonly [K in E['type']]: N | null | ((event: Extract<E, { type: K }>, state: S) => N | null);
};

/**
 * A kind's notices: each on every channel on which its taxpayer gets it, always in 我的消息.
 * @param rules for every type of event; a stored one of a type that they do not know owes nothing
 */
export const noticesBy =
  <E extends { type: string }, S extends { reminder?: Reminder }, Table extends NoticeTable>(
    table: Table,
    rules: NoticeRules<E, S, keyof Table & string>,
  ) =>
  (event: E, state: S): readonly OwedNotice<keyof Table & string>[] => {
    const kind = owedBy(rules, event, state);
    const spec = kind === null ? undefined : table[kind];
    if (kind === null || spec === undefined) return [];
    const { category, sms } = spec;
    const inbox = { kind, channel: 'inbox', category } as const;
    return sms && state.reminder === 'sms' ? [inbox, { kind, channel: 'sms', category }] : [inbox];
  };

function owedBy<E extends { type: string }, S, N extends string>(rules: NoticeRules<E, S, N>, event: E, state: S): N | null {
  if (!Object.hasOwn(rules, event.type)) return null;
  const rule = rules[event.type as E['type']] as N | null | ((event: E, state: S) => N | null);
  return typeof rule === 'function' ? rule(event, state) : rule;
}
