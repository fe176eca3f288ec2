import type { Knex } from 'knex';

import { demoTemplateNames } from './short-messages.ts';
import { demoIssuer } from './taxpayers.ts';

export const demoGatewayPath = '/api/demo/sms-gateway';
export const demoJwksPath = '/api/demo/jwks';

/**
 * Stores the address of the demo's bureau and SMS gateway in the settings of the demo's regions: both run in this process, whose port may
 * change at each start. Adds templates for kinds of notice that are newer than the seeded demo.
 * @param origin origin under which this machine reaches us
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
