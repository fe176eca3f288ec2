import type { WorklistRow } from '../../../db/worklist.ts';
import type { WorklistItem } from '../../api/desk.ts';
import type { Language } from '../../i18n/index.ts';
import { nameIn } from '../http/names.ts';

export const presentWorklistItem = (row: WorklistRow, language: Language): WorklistItem => ({
  id: row.case_id,
  kind: row.kind,
  number: row.number,
  status: row.status,
  turn: row.turn,
  type: { id: row.type_id, name: nameIn(language, row.type_name, row.type_name_en) },
  taxpayer: row.taxpayer,
  excerpt: row.excerpt ?? '',
  assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? '' },
  openedAt: row.opened_at.toISOString(),
  changedAt: row.changed_at.toISOString(),
  closedAt: row.closed_at?.toISOString() ?? null,
  rank: row.rank,
  dueAt: row.due_at?.toISOString() ?? null,
  warned: row.warned,
  escalated: row.escalated,
  stage: row.stage_name === null ? null : nameIn(language, row.stage_name, row.stage_name_en),
  urges: row.urges,
  priority: row.priority,
  news:
    row.news_type === null || row.news_at === null
      ? null
      : { type: row.news_type, at: row.news_at.toISOString(), excerpt: row.news_excerpt },
  version: row.version,
});
