/** Demo types of 留言, and the agents who handle them. */
import type { Knex } from 'knex';

import type { DemoRegionId } from '../../../web/server/demo/taxpayers.ts';
import { seedNamedTypes } from '../named-types.ts';

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
  await seedNamedTypes(trx, 'message', messageTypes, typeId);
}

/**
 * Assigns all types but one to an agent.
 * @param place index of the agent within the centre
 */
export async function teachMessageTypes(trx: Knex.Transaction, officerId: string, region: DemoRegionId, place: number): Promise<void> {
  const known = messageTypes.filter((_, i) => i !== place);
  await trx('officer_skills').insert(known.map(([type]) => ({ officer_id: officerId, type_id: typeId(region, type) })));
}
