import type { Knex } from 'knex';

import { audit } from '../../../db/audit.ts';
import { caseType, keepCaseType, type CaseTypeRow, type WantedType } from '../../../db/case-types.ts';
import type { DefinedKind } from '../../../domain/kinds.ts';
import type { OfficerViewer } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';

/**
 * Keeps a type of the administrator's region, with what was changed in the audit log.
 * @throws Fault `invalid-request` for an id that belongs elsewhere, or a new one that does not begin with the region's id and a hyphen
 */
export async function keepType<K extends DefinedKind>(
  knex: Knex,
  viewer: OfficerViewer,
  wanted: Omit<WantedType<K>, 'regionId' | 'officerId'>,
  requestId: string,
): Promise<{ created: boolean; row: CaseTypeRow<K> }> {
  const { regionId } = viewer;
  const { id, kind, active } = wanted;
  const created = await knex.transaction(async (tx) => {
    const kept = await keepCaseType(tx, { ...wanted, regionId, officerId: viewer.id });
    // The ids of types that belong elsewhere, and those that could, are refused alike: who asks learns nothing of them.
    if (kept === 'elsewhere' || (kept.changed.includes('created') && !id.startsWith(`${regionId}-`))) {
      throw new Fault('invalid-request', { fields: [{ path: 'id', code: 'invalid' }] });
    }
    if (kept.changed.length > 0) {
      await audit(tx, {
        actor: viewer,
        regionId,
        action: kept.changed.includes('created') ? 'create' : 'change',
        objectKind: `${kind}-type`,
        objectId: id,
        requestId,
        detail: { version: kept.version, active, changed: kept.changed },
      });
    }
    return kept.changed.includes('created');
  });
  return { created, row: await caseType(knex, kind, id) };
}
