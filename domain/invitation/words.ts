import type { OperatorWords } from '../kind.ts';
import type { InvitationEvent, InvitationPurpose, InvitationStatus } from './invitation.ts';

/** Words for operators of the Temporal cluster. */
export const words: OperatorWords<InvitationStatus, InvitationEvent['type'], InvitationPurpose> = {
  title: '税局邀请',
  status: {
    sent: '待确认',
    countered: '已改约',
    accepted: '已同意',
    rejected: '已拒绝',
    withdrawn: '已撤回',
    expired: '已过期',
  },
  event: {
    proposed: '发出邀请',
    sent: '保留时间',
    assigned: '分派',
    claimed: '签收',
    released: '退回待分派',
    'handed-over': '转办',
    reassigned: '改派',
    reminded: '提醒',
    'counter-requested': '提议其他时间',
    countered: '保留提议的时间',
    'counter-declined': '不同意提议的时间',
    accepted: '同意邀请',
    rejected: '拒绝邀请',
    withdrawn: '撤回邀请',
    expired: '邀请过期',
  },
  purpose: { 'invitation-answer': '纳税人确认时限', 'invitation-counter': '答复改约时限' },
};
