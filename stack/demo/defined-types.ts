import type { Knex } from 'knex';

import type { CaseKind } from '../../domain/case.ts';
import { demoRegions, type DemoRegionId } from '../../web/server/demo/taxpayers.ts';
import { teachAgents } from './teach.ts';

/** A type with a definition, in every demo region. */
export interface DemoType {
  id: string;
  name: string;
  nameEn: string;
  definition: object;
}

/**
 * Inserts the types of a kind whose types have a definition, in all demo regions, and assigns the new ones to all agents.
 * @param trx the seed's transaction, after the regions and officers were inserted
 * @param prefix stands between the region and the type in the ids
 * @param firstPosition after those of the other kinds
 */
export async function seedDefinedTypes(
  trx: Knex.Transaction,
  kind: CaseKind,
  { prefix, firstPosition, types }: { prefix: string; firstPosition: number; types: readonly DemoType[] },
): Promise<void> {
  const rows = (Object.keys(demoRegions) as DemoRegionId[]).flatMap((region) =>
    types.map(({ id, name, nameEn, definition }, i) => ({
      type: { id: `${region}-${prefix}-${id}`, kind, region_id: region, name, name_en: nameEn, position: firstPosition + i },
      definition,
    })),
  );
  const made = await trx('case_types')
    .insert(rows.map(({ type }) => type))
    .onConflict('id')
    .ignore()
    .returning<{ id: string; region_id: string }[]>(['id', 'region_id']);
  await trx('type_versions')
    .insert(rows.map(({ type, definition }) => ({ type_id: type.id, version: 1, definition: JSON.stringify(definition) })))
    .onConflict(['type_id', 'version'])
    .ignore();
  await teachAgents(trx, made);
}
