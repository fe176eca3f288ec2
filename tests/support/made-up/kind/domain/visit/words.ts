import type { OperatorWords } from '../kind.ts';
import type { VisitEvent, VisitPurpose, VisitStatus } from './visit.ts';

/** What operators of the cluster read of a visit. */
export const words: OperatorWords<VisitStatus, VisitEvent['type'], VisitPurpose> = {
  title: '上门',
  status: { planned: '待上门', over: '已结束' },
  event: {
    planned: '约定上门',
    assigned: '分派',
    claimed: '签收',
    released: '退回待分派',
    'handed-over': '转办',
    reassigned: '改派',
    neared: '临近',
    arrived: '到达',
    closed: '结束',
  },
  purpose: { 'visit-reminder': '上门提醒', arrival: '上门时间' },
};
