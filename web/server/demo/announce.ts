import type { Knex } from 'knex';

import { demoTemplateNames } from './short-messages.ts';
import { demoIssuer } from './taxpayers.ts';

export const demoGatewayPath = '/api/demo/sms-gateway';
export const demoJwksPath = '/api/demo/jwks';

/**
 * Tells the demo's regions where their bureau and their SMS gateway are to be found: in this very process, whose port may
 * be another at each start. Templates for kinds of notice that are new since the demo was seeded are added.
 * @param origin where this machine reaches us
 */
export async function announceDemo(knex: Knex, origin: string): Promise<void> {
  await knex('host_keys')
    .where({ issuer: demoIssuer, algorithm: 'RS256' })
    .update({ jwks_url: origin + demoJwksPath });
  await knex('settings')
    .where({ scope: 'region', key: 'sms.gateway' })
    .whereRaw(`value->>'url' LIKE ?`, [`%${demoGatewayPath}`])
    .update({
      value: knex.raw(`value || jsonb_build_object('url', ?::text, 'templates', ?::jsonb || (value->'templates'))`, [
        origin + demoGatewayPath,
        JSON.stringify(demoTemplateNames),
      ]),
      updated_at: knex.fn.now(),
    });
}
