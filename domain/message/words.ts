import type { OperatorWords } from '../kind.ts';
import type { MessageEvent, MessagePurpose, MessageStatus } from './message.ts';

/** Words for operators of the Temporal cluster. */
export const words: OperatorWords<MessageStatus, MessageEvent['type'], MessagePurpose> = {
  title: '留言',
  status: {
    submitted: '待分派',
    assigned: '处理中',
    'asked-back': '待补充',
    replied: '已回复',
    closed: '已办结',
    withdrawn: '已撤回',
    converted: '已转工单',
  },
  event: {
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
    recounted: '重算期限',
    warned: '即将超时提醒',
    escalated: '超时升级',
    withdrawn: '撤回留言',
    converted: '转工单',
    rated: '评价',
    closed: '办结',
  },
  purpose: {
    'first-answer': '首次回复时限',
    answer: '回复时限',
    supplement: '纳税人补充时限',
    'follow-up': '纳税人追问时限',
  },
};
