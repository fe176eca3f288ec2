import type { OperatorWords } from '../kind.ts';
import type { ConversationEvent, ConversationPurpose, ConversationStatus } from './conversation.ts';

/** Words for operators of the Temporal cluster. */
export const words: OperatorWords<ConversationStatus, ConversationEvent['type'], ConversationPurpose> = {
  title: '互动',
  status: {
    robot: '智能应答',
    queued: '排队中',
    offered: '待接入',
    active: '互动中',
    ended: '已结束',
    rated: '已评价',
  },
  event: {
    begun: '开始互动',
    appointed: '按预约接入',
    requested: '转人工',
    sought: '再次分配',
    offered: '邀请接入',
    connected: '接入',
    accepted: '接入',
    declined: '谢绝接入',
    'offer-elapsed': '未接入',
    claimed: '主动接入',
    reassigned: '改派',
    released: '退回排队',
    'handed-over': '转接',
    'officer-lost': '坐席离线',
    'queue-left': '退出排队',
    'wait-long': '等待过久提示',
    prioritised: '优先接入',
    'answer-late': '回复超时',
    heard: '互动继续',
    'idle-warned': '无互动提醒',
    closed: '结束互动',
    rated: '评价',
    'rating-elapsed': '评价期满',
  },
  purpose: { offer: '接入时限', wait: '等待提示', answer: '回复时限', silence: '无互动检查', rating: '评价时限' },
};
