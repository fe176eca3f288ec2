/** Tokens of the demo bureau, signed as a real bureau's server would (docs/api/host-token.md). */
import { randomUUID } from 'node:crypto';

import { SignJWT } from 'jose';

import type { Deps } from '../deps.ts';
import { hostTokenAudience } from '../entry/host-token.ts';
import { keysInForce } from '../entry/keys-in-force.ts';
import { demoKey } from './keys.ts';
import { demoIssuer, type DemoIdentity, type DemoPerson } from './taxpayers.ts';

const lifetimeSeconds = 300;

export async function signDemoToken(
  { knex, secrets, config }: Pick<Deps, 'knex' | 'secrets' | 'config'>,
  person: DemoPerson,
  identity: DemoIdentity,
): Promise<string> {
  const [key] = await keysInForce(knex, secrets)(person.region, demoIssuer);
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
  const { id, privateKey } = await demoKey(config.demoFolder);
  return await token.setProtectedHeader({ alg: 'RS256', kid: id }).sign(privateKey);
}
