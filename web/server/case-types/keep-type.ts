import type { Knex } from 'knex';

import { audit } from '../../../db/audit.ts';
import { caseType, keepCaseType, type CaseTypeRow, type WantedType } from '../../../db/case-types.ts';
import type { DefinedKind } from '../../../domain/kinds.ts';
import type { OfficerViewer } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';

/**
 * Stores a type of the administrator's region, and audits the changes.
 * @throws Fault `invalid-request` for an id of another region, or a new id that does not begin with the region's id and a hyphen
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
    // Ids that exist elsewhere and ids that could are refused alike, so that the caller learns nothing about other regions.
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
