import type { OperatorWords } from '../kind.ts';
import type { ServiceFormEvent, ServiceFormPurpose, ServiceFormStatus } from './form.ts';

/** Words for operators of the Temporal cluster. */
export const words: OperatorWords<ServiceFormStatus, ServiceFormEvent['type'], ServiceFormPurpose> = {
  title: '业务办理服务确认单',
  status: {
    sent: '待提交',
    submitted: '待审核',
    returned: '待更正',
    accepted: '材料已通过',
    completed: '已办结',
    recalled: '已撤回',
    expired: '已过期',
  },
  event: {
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
    recounted: '重算期限',
    warned: '临期提醒',
    escalated: '超时升级',
    completed: '出具结果',
    closed: '撤回/到期',
  },
  purpose: {
    review: '材料审核时限',
    result: '出具结果时限',
    supplement: '纳税人补充时限',
  },
};
