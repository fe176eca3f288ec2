/** The demo bureau signs its taxpayers in, as a real bureau's server would (docs/api/host-token.md). */
import { randomUUID } from 'node:crypto';

import { SignJWT } from 'jose';
import type { Knex } from 'knex';

import { hostKeysOf } from '../../../db/host-keys.ts';
import { hostTokenAudience } from '../entry/host-token.ts';
import { demoKey } from './keys.ts';
import { demoIssuer, type DemoIdentity, type DemoPerson } from './taxpayers.ts';

const lifetimeSeconds = 300;

export async function signDemoToken(knex: Knex, folder: string, person: DemoPerson, identity: DemoIdentity): Promise<string> {
  const [key] = await hostKeysOf(knex, person.region, demoIssuer);
  if (key === undefined) throw new Error(`the demo region ${person.region} has no host key: it has not been filled in`);
  const now = Math.floor(Date.now() / 1_000);
  const token = new SignJWT({
    region: person.region,
    kind: identity.kind,
    role: identity.role,
    personName: person.personName,
    companyName: identity.companyName,
    taxNumber: identity.taxNumber,
    phone: person.phone,
  })
    .setIssuer(demoIssuer)
    .setSubject(identity.id)
    .setAudience(hostTokenAudience)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + lifetimeSeconds);
  if (key.algorithm === 'HS256') return await token.setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(key.secret));
  const { id, privateKey } = await demoKey(folder);
  return await token.setProtectedHeader({ alg: 'RS256', kid: id }).sign(privateKey);
}
