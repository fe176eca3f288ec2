import type { OwnFormRow } from '../../../db/service-form/own-forms.ts';
import type { OwnForm } from '../../api/service-form/form.ts';
import type { Language } from '../../i18n/index.ts';
import { presentOwnCase } from '../cases/own-cases.ts';

export const presentOwnForm = (row: OwnFormRow, language: Language): OwnForm => ({
  kind: 'service-form',
  ...presentOwnCase(row, language),
  dueAt: row.due_at === null ? null : new Date(row.due_at).toISOString(),
  papers: row.papers,
  wanted: row.wanted,
  saved: row.saved,
});
