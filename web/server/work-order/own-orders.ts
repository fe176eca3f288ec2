import type { OwnOrderRow, RunningOrder } from '../../../db/work-order/orders.ts';
import type { OwnOrder } from '../../api/work-order/order.ts';
import type { Language } from '../../i18n/index.ts';
import { nameIn } from '../http/names.ts';
import { presentOwnCase } from '../cases/own-cases.ts';

export const presentOwnOrder = (row: OwnOrderRow, language: Language): OwnOrder => ({
  kind: 'work-order',
  ...presentOwnCase(row, language),
  stage: nameIn(language, row.stage_name, row.stage_name_en),
  dueAt: row.due_at === null ? null : new Date(row.due_at).toISOString(),
  urges: row.urges,
  rated: row.stars !== null,
});

/**
 * The whole region sees that an order is running, so that it is not opened twice. Its text is shown only to the centre that handles it, and
 * only that centre may merge a 留言 into it.
 */
export const presentRunningOrder = (row: RunningOrder, centreId: string, language: Language) => ({
  id: row.id,
  number: row.number,
  status: row.status,
  stage: nameIn(language, row.stage_name, row.stage_name_en),
  openedAt: row.opened_at.toISOString(),
  excerpt: row.centre_id === centreId ? (row.excerpt ?? '') : null,
  mayJoin: row.centre_id === centreId,
});
