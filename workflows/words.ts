/**
 * Chinese texts that operators of the cluster and supervisors read at a timer, an activity or a running case. They contain no personal
 * data, at most an id. Pages translate histories themselves.
 */
import type { CaseKind, CaseState } from '../domain/case.ts';
import type { OperatorWords } from '../domain/kind.ts';
import { kinds } from '../domain/kinds.ts';
import { minuteOf } from '../domain/shanghai.ts';

/** Returns the Chinese word for a name; a name from a later version is returned unchanged. */
const wordOf = (kind: CaseKind, of: Exclude<keyof OperatorWords, 'title'>, name: string): string => kinds[kind].words[of][name] ?? name;

/** Describes the status of the case and what it waits for. */
export function detailsOf({ kind, status, clock }: Pick<CaseState, 'kind' | 'status' | 'clock'>): string {
  const waiting = clock
    ? `，${wordOf(kind, 'purpose', clock.purpose)}至 ${minuteOf(clock.dueAt)}${clock.escalated ? '（已超时升级）' : ''}`
    : '';
  return `${wordOf(kind, 'status', status)}${waiting}`;
}

/** Describes the purpose of the running timer. */
export const timerSummary = (kind: CaseKind, purpose: string, alarm: number): string =>
  `${wordOf(kind, 'purpose', purpose)}：${minuteOf(alarm)}`;

/** Describes the events that are being projected. */
export const projectionSummary = (kind: CaseKind, events: readonly { type: string }[]): string =>
  events.length === 0 ? '重新分派' : `登记：${events.map(({ type }) => wordOf(kind, 'event', type)).join('、')}`;

export const sendingSummary = '发送短信';

/** Details of a case that is stalled because its projection contradicts it. */
export const stalledDetails = '已停住：登记内容与数据库已有内容不一致，等待主管处理';
