/**
 * Notices that case events owe to taxpayers (H1, H4). Each kind of case defines its notices and the events that owe them. A notice is
 * unique by case, version, kind and channel, so it cannot be owed twice. Its words are chosen where it is shown.
 */

/** 是否需要提醒服务 and 结果接收方式 combined: none, 短信 or 站内信. */
export const reminders = ['none', 'sms', 'inbox'] as const;
export type Reminder = (typeof reminders)[number];

type Channel = 'inbox' | 'sms';

/** Category of a notice: 待办提醒 asks the taxpayer to act, 消息提示 only informs. A finished request moves to news. */
export type NoticeCategory = 'todo' | 'news';

export interface NoticeSpec {
  readonly category: NoticeCategory;
  /**
   * True when it is also sent by 短信 to taxpayers who chose it: requests to act, expected results, and ends. Notices of intermediate
   * progress appear only in 我的消息.
   */
  readonly sms: boolean;
}

/** Notices of a kind of case, by name. */
export type NoticeTable = Readonly<Record<string, NoticeSpec>>;

export interface OwedNotice<N extends string = string> {
  kind: N;
  channel: Channel;
  category: NoticeCategory;
}

/** Notice owed by each event type, given the state after it: a name, none, or a function of the event. */
type NoticeRules<E extends { type: string }, S, N extends string> = {
  readonly [K in E['type']]: N | null | ((event: Extract<E, { type: K }>, state: S) => N | null);
};

/**
 * Builds a kind's `noticesFor`. Each notice goes to 我的消息 and to the other channels that the taxpayer chose.
 * @param rules rule per event type; a stored event of an unknown type owes nothing
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
