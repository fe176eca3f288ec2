/** Demo types of 留言, and the agents who handle them. */
import type { Knex } from 'knex';

import { demoRegions, type DemoRegionId } from '../../../web/server/demo/taxpayers.ts';

const messageTypes = [
  ['invoice', '发票业务', 'Invoices'],
  ['filing', '申报纳税', 'Filing and payment'],
  ['incentive', '税费优惠', 'Tax incentives'],
  ['registration', '登记信息', 'Registration'],
  ['certificate', '证明开具', 'Certificates'],
  ['system', '系统操作', 'Using the system'],
  ['other', '其他', 'Other'],
] as const;
const typeId = (region: DemoRegionId, type: string): string => `${region}-${type}`;

/** @param trx the seed's transaction, after the regions were inserted */
export async function seedMessageTypes(trx: Knex.Transaction): Promise<void> {
  await trx('case_types')
    .insert(
      (Object.keys(demoRegions) as DemoRegionId[]).flatMap((region) =>
        messageTypes.map(([type, name, nameEn], position) => ({
          id: typeId(region, type),
          kind: 'message',
          region_id: region,
          name,
          name_en: nameEn,
          position,
        })),
      ),
    )
    .onConflict('id')
    .ignore();
}

/**
 * Assigns all types but one to an agent.
 * @param place index of the agent within the centre
 */
export async function teachMessageTypes(trx: Knex.Transaction, officerId: string, region: DemoRegionId, place: number): Promise<void> {
  const known = messageTypes.filter((_, i) => i !== place);
  await trx('officer_skills').insert(known.map(([type]) => ({ officer_id: officerId, type_id: typeId(region, type) })));
}
