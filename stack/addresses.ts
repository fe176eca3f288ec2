import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { PlainError } from '../runtime/plain-error.ts';

const secretsSchema = z.object({ appSecret: z.string(), postgresOwner: z.string(), postgresApplication: z.string() });
const portsSchema = z.object({ postgres: z.int(), temporal: z.int() });

/** Addresses of the services of the copy that runs in a DATA_DIR. */
export interface ServiceAddresses {
  databaseUrl: string;
  /** The same database as the owner of its tables. */
  ownerUrl: string;
  temporalAddress: string;
  /** Seals stored secrets, unless APP_SECRET was set when the copy was started. */
  appSecret: string;
}

/**
 * @param dataDir folder of a copy that has been started before
 * @throws PlainError when there is none
 */
export function serviceAddresses(dataDir: string): ServiceAddresses {
  const read = <T>(name: string, schema: z.ZodType<T>): T => {
    const file = join(dataDir, name);
    if (!existsSync(file))
      throw new PlainError(
        `DATA_DIR "${dataDir}" holds no copy of the product that was started: set DATABASE_URL and TEMPORAL_ADDRESS, or another DATA_DIR.`,
      );
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  };
  const { appSecret, postgresOwner, postgresApplication } = read('secrets.json', secretsSchema);
  const { postgres, temporal } = read('ports.json', portsSchema);
  const urlOf = (role: string, password: string): string =>
    `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${String(postgres)}/zhengna`;
  return {
    databaseUrl: urlOf('zhengna', postgresApplication),
    ownerUrl: urlOf('zhengna_owner', postgresOwner),
    temporalAddress: `127.0.0.1:${String(temporal)}`,
    appSecret,
  };
}
