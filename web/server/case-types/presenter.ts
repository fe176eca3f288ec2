import type { CaseTypeRow } from '../../../db/case-types.ts';
import type { DefinedKind } from '../../../domain/kinds.ts';

/** A type for its administrator. */
export const presentCaseType = <K extends DefinedKind>(row: CaseTypeRow<K>) => ({
  id: row.id,
  name: row.name,
  nameEn: row.name_en,
  active: row.active,
  version: row.version,
  changedAt: row.changed_at.toISOString(),
  running: row.running,
  definition: row.definition,
});
