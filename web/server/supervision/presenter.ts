import type { SupervisedCase } from '../../../db/supervision.ts';
import type { Case } from '../../../db/models/index.ts';
import { nextDeadline } from '../../../domain/agenda.ts';
import { isPurpose, kinds } from '../../../domain/kinds.ts';
import type { SupervisionItem, WorkflowHistory } from '../../api/desk.ts';
import type { Language } from '../../i18n/index.ts';
import { nameIn } from '../http/names.ts';

export const presentSupervised = (row: SupervisedCase, language: Language): SupervisionItem => ({
  id: row.id,
  kind: row.kind,
  number: row.number,
  status: row.status,
  centre: { id: row.centre_id, name: nameIn(language, row.centre_name, row.centre_name_en) },
  type: { id: row.type_id, name: nameIn(language, row.type_name, row.type_name_en) },
  taxpayer: row.taxpayer,
  assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? '' },
  openedAt: row.opened_at.toISOString(),
  dueAt: row.due_at?.toISOString() ?? null,
  closedAt: row.closed_at?.toISOString() ?? null,
  warned: row.warned,
  escalated: row.escalated,
});

/** Next deadline of an open case and its purpose; null when there is none. */
export function waitingFor(state: Case['state']): WorkflowHistory['waitingFor'] {
  const next = nextDeadline(kinds[state.kind].agenda(state));
  if (next === null || !isPurpose(next.clock.purpose)) return null;
  return { purpose: next.clock.purpose, until: new Date(next.at).toISOString(), next: next.at === next.clock.dueAt ? 'due' : 'warn' };
}
