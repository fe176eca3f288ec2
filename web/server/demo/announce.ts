import type { Knex } from 'knex';

import { demoIssuer } from './taxpayers.ts';

export const demoGatewayPath = '/api/demo/sms-gateway';
export const demoJwksPath = '/api/demo/jwks';

/**
 * Tells the demo's regions where their bureau and their SMS gateway are to be found: in this very process, whose port may
 * be another at each start.
 * @param origin where this machine reaches us
 */
export async function announceDemo(knex: Knex, origin: string): Promise<void> {
  await knex('host_keys')
    .where({ issuer: demoIssuer, algorithm: 'RS256' })
    .update({ jwks_url: origin + demoJwksPath });
  await knex('settings')
    .where({ scope: 'region', key: 'sms.gateway' })
    .whereRaw(`value->>'url' LIKE ?`, [`%${demoGatewayPath}`])
    .update({ value: knex.raw(`jsonb_set(value, '{url}', to_jsonb(?::text))`, [origin + demoGatewayPath]), updated_at: knex.fn.now() });
}
