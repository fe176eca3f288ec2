import type { OperatorWords } from '../kind.ts';
import type { WorkOrderEvent, WorkOrderPurpose, WorkOrderStatus } from './order.ts';

/** Words for operators of the Temporal cluster. */
export const words: OperatorWords<WorkOrderStatus, WorkOrderEvent['type'], WorkOrderPurpose> = {
  title: '工单',
  status: {
    'in-progress': '办理中',
    'awaiting-materials': '待补正',
    disputed: '派单异议',
    completed: '已办结',
    terminated: '已终止',
  },
  event: {
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
    recounted: '重算期限',
    warned: '临期提醒',
    escalated: '超时升级',
    finished: '出具结果',
    closed: '办结/终止',
    rated: '评价',
    'evaluation-elapsed': '评价到期',
  },
  purpose: {
    stage: '环节办理时限',
    dispatch: '重新派单时限',
    form: '等待确认单时限',
    supplement: '纳税人补充时限',
    evaluation: '评价时限',
  },
};
