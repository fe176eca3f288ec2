import type { Knex } from 'knex';

import type { CaseKind } from '../../domain/case.ts';
import { demoRegions, type DemoRegionId } from '../../web/server/demo/taxpayers.ts';

/**
 * Inserts the types of a kind whose types are only names, in all demo regions.
 * @param trx the seed's transaction, after the regions were inserted
 * @param types name and English name of each, in their order
 */
export async function seedNamedTypes(
  trx: Knex.Transaction,
  kind: CaseKind,
  types: readonly (readonly [type: string, name: string, nameEn: string])[],
  typeId: (region: DemoRegionId, type: string) => string,
): Promise<void> {
  const rows = (Object.keys(demoRegions) as DemoRegionId[]).flatMap((region) =>
    types.map(([type, name, nameEn], position) => ({ id: typeId(region, type), kind, region_id: region, name, name_en: nameEn, position })),
  );
  await trx('case_types').insert(rows).onConflict('id').ignore();
}
