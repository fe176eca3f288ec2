import type { CaseTypeRow } from '../../../db/case-types.ts';
import type { DefinedKind } from '../../../domain/kinds.ts';

/** A type as its administrator keeps it. */
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
