/**
 * What operators of the cluster and supervisors read beside a timer, an activity or a running case. Plain Chinese, no
 * personal data: an id at most. Pages put histories into words themselves, in the reader's language.
 */
import type { CaseKind, CaseState } from '../domain/case.ts';
import type { OperatorWords } from '../domain/kind.ts';
import { kinds } from '../domain/kinds.ts';
import { minuteOf } from '../domain/shanghai.ts';

/** The word for it; what a later version calls otherwise stays as it is. */
const wordOf = (kind: CaseKind, of: Exclude<keyof OperatorWords, 'title'>, name: string): string => kinds[kind].words[of][name] ?? name;

/** Where the case stands and what it waits for. */
export function detailsOf({ kind, status, clock }: Pick<CaseState, 'kind' | 'status' | 'clock'>): string {
  const waiting = clock
    ? `，${wordOf(kind, 'purpose', clock.purpose)}至 ${minuteOf(clock.dueAt)}${clock.escalated ? '（已超时升级）' : ''}`
    : '';
  return `${wordOf(kind, 'status', status)}${waiting}`;
}

/** What the timer under way is for. */
export const timerSummary = (kind: CaseKind, purpose: string, alarm: number): string =>
  `${wordOf(kind, 'purpose', purpose)}：${minuteOf(alarm)}`;

/** What is being written down. */
export const projectionSummary = (kind: CaseKind, events: readonly { type: string }[]): string =>
  `登记：${events.map(({ type }) => wordOf(kind, 'event', type)).join('、')}`;

export const sendingSummary = '发送短信';

/** Where a case stands whose image contradicts it. */
export const stalledDetails = '已停住：登记内容与数据库已有内容不一致，等待主管处理';
