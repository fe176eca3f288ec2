import type { OwnCaseRow, OwnCaseType } from '../../../db/own-cases.ts';
import type { Language } from '../../i18n/index.ts';
import { nameIn } from '../http/names.ts';

/** Presents a row of one's own cases, for any kind. */
export const presentOwnCase = <Status extends string>(row: OwnCaseRow<Status>, language: Language) => ({
  id: row.id,
  number: row.number,
  status: row.status,
  version: row.version,
  centre: { id: row.centre_id, name: nameIn(language, row.centre_name, row.centre_name_en) },
  type: { id: row.type_id, name: nameIn(language, row.type_name, row.type_name_en) },
  openedAt: row.opened_at.toISOString(),
  changedAt: row.changed_at.toISOString(),
  answeredAt: row.answered_at?.toISOString() ?? null,
  closedAt: row.closed_at?.toISOString() ?? null,
  outcome: row.outcome,
  excerpt: row.excerpt ?? '',
});

export const presentOwnCaseType = ({ id, name, name_en }: OwnCaseType, language: Language) => ({
  id,
  name: nameIn(language, name, name_en),
});
