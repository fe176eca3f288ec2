import type { OwnOrderRow, RunningOrder } from '../../../db/orders.ts';
import type { OwnOrder } from '../../api/orders.ts';
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

export const presentRunningOrder = (row: RunningOrder, language: Language) => ({
  id: row.id,
  number: row.number,
  status: row.status,
  stage: nameIn(language, row.stage_name, row.stage_name_en),
  openedAt: row.opened_at.toISOString(),
  excerpt: row.excerpt ?? '',
});
