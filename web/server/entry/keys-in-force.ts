import type { Knex } from 'knex';

import { hostKeysOf, type HostKey } from '../../../db/host-keys.ts';
import { hostKeyPlace, type Secrets } from '../../../runtime/secrets.ts';

/** Returns the valid keys of one of a region's hosts, with secrets opened. */
export const keysInForce =
  (knex: Knex, secrets: Secrets) =>
  async (regionId: string, issuer: string): Promise<HostKey[]> =>
    (await hostKeysOf(knex, regionId, issuer)).map((key) =>
      key.algorithm === 'HS256' ? { ...key, secret: secrets.open(hostKeyPlace(key.id), key.secret) } : key,
    );
