/** Demo matters of 互动, and the agents who know them. */
import type { Knex } from 'knex';

import type { DemoRegionId } from '../../../web/server/demo/taxpayers.ts';
import { seedNamedTypes } from '../named-types.ts';

const matters = [
  ['general', '综合咨询', 'General questions'],
  ['invoice', '发票业务', 'Invoices'],
  ['filing', '申报纳税', 'Filing and payment'],
  ['incentive', '税费优惠', 'Tax incentives'],
  ['system', '系统操作', 'Using the system'],
] as const;
const typeId = (region: DemoRegionId, matter: string): string => `${region}-chat-${matter}`;

/** @param trx the seed's transaction, after the regions were inserted */
export async function seedConversationTypes(trx: Knex.Transaction): Promise<void> {
  await seedNamedTypes(trx, 'conversation', matters, typeId);
}

/** Every agent of the demo knows all matters, also one who was there before the matters came. */
export async function teachConversationTypes(trx: Knex.Transaction): Promise<void> {
  await trx.raw(
    `INSERT INTO officer_skills (officer_id, type_id)
     SELECT o.id, t.id FROM officers o JOIN case_types t ON t.region_id = o.region_id AND t.kind = 'conversation'
     WHERE o.role = 'agent' ON CONFLICT DO NOTHING`,
  );
}
