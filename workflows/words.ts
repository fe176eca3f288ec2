/**
 * What operators of the cluster and supervisors read beside a timer, an activity or a running case. Plain Chinese, no
 * personal data: an id at most. Pages put histories into words themselves, in the reader's language.
 */
import type { CaseKind, CaseState, Purpose } from '../domain/case.ts';
import type { MessageEvent, MessageStatus } from '../domain/message/message.ts';
import { minuteOf } from '../domain/shanghai.ts';
import type { ServiceFormEvent, ServiceFormStatus } from '../domain/service-form/form.ts';
import type { WorkOrderEvent, WorkOrderStatus } from '../domain/work-order/order.ts';

const messageStatuses: Record<MessageStatus, string> = {
  submitted: '待分派',
  assigned: '处理中',
  'asked-back': '待补充',
  replied: '已回复',
  closed: '已办结',
  withdrawn: '已撤回',
  converted: '已转工单',
};

const workOrderStatuses: Record<WorkOrderStatus, string> = {
  'in-progress': '办理中',
  'awaiting-materials': '待补正',
  disputed: '派单异议',
  completed: '已办结',
  terminated: '已终止',
};

const purposeWords: Record<Purpose, string> = {
  'first-answer': '首次回复时限',
  answer: '回复时限',
  supplement: '纳税人补充时限',
  'follow-up': '纳税人追问时限',
  stage: '环节办理时限',
  dispatch: '重新派单时限',
  review: '材料审核时限',
  result: '出具结果时限',
  form: '等待确认单时限',
  evaluation: '评价时限',
};

const messageEvents: Record<MessageEvent['type'], string> = {
  submitted: '提交留言',
  assigned: '分派工作人员',
  claimed: '签收',
  released: '退回待分派',
  'handed-over': '转办',
  reassigned: '改派',
  replied: '回复',
  'asked-back': '要求补充',
  supplemented: '补充说明',
  'followed-up': '追问',
  warned: '即将超时提醒',
  escalated: '超时升级',
  withdrawn: '撤回留言',
  converted: '转工单',
  rated: '评价',
  closed: '办结',
};

const workOrderEvents: Record<WorkOrderEvent['type'], string> = {
  opened: '开单',
  assigned: '分派',
  claimed: '签收',
  released: '退回待分派',
  'handed-over': '转办',
  reassigned: '改派',
  advanced: '推进环节',
  'sent-back': '退回环节',
  'papers-asked': '要求补正',
  supplemented: '提交补正',
  'papers-reviewed': '审核材料',
  disputed: '派单异议',
  dispatched: '重新派单',
  'form-sent': '发出确认单',
  'form-ended': '确认单结束',
  urged: '催办',
  merged: '并单',
  warned: '临期提醒',
  escalated: '超时升级',
  finished: '出具结果',
  closed: '办结/终止',
  rated: '评价',
  'evaluation-elapsed': '评价到期',
};

const serviceFormStatuses: Record<ServiceFormStatus, string> = {
  sent: '待提交',
  submitted: '待审核',
  returned: '待更正',
  accepted: '材料已通过',
  completed: '已办结',
  recalled: '已撤回',
  expired: '已过期',
};

const serviceFormEvents: Record<ServiceFormEvent['type'], string> = {
  sent: '发出',
  assigned: '分派',
  claimed: '签收',
  released: '退回待分派',
  'handed-over': '转办',
  reassigned: '改派',
  saved: '保存',
  confirmed: '确认提交',
  'papers-reviewed': '审核材料',
  'papers-asked': '要求更正',
  reminded: '提醒纳税人',
  warned: '临期提醒',
  escalated: '超时升级',
  completed: '出具结果',
  closed: '撤回/到期',
};

const words: Record<CaseKind, { status: Partial<Record<string, string>>; event: Partial<Record<string, string>> }> = {
  message: { status: messageStatuses, event: messageEvents },
  'work-order': { status: workOrderStatuses, event: workOrderEvents },
  'service-form': { status: serviceFormStatuses, event: serviceFormEvents },
};

/** Where the case stands and what it waits for. */
export function detailsOf(state: CaseState): string {
  const clock = state.clock;
  const waiting = clock ? `，${purposeWords[clock.purpose]}至 ${minuteOf(clock.dueAt)}${clock.escalated ? '（已超时升级）' : ''}` : '';
  return `${words[state.kind].status[state.status] ?? state.status}${waiting}`;
}

/** What the timer under way is for. */
export const timerSummary = (purpose: Purpose, alarm: number): string => `${purposeWords[purpose]}：${minuteOf(alarm)}`;

/** What is being written down. */
export const projectionSummary = (kind: CaseKind, events: readonly { type: string }[]): string =>
  `登记：${events.map(({ type }) => words[kind].event[type] ?? type).join('、')}`;

export const sendingSummary = '发送短信';

/** Where a case stands whose image contradicts it. */
export const stalledDetails = '已停住：登记内容与数据库已有内容不一致，等待主管处理';
