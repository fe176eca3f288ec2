/**
 * Installs what a setup file says.
 *
 * 1. All of the file is installed, or nothing.
 * 2. Running it again changes nothing. Changed names of places, groups and types, and changed skills and groups of an officer, are taken
 *    over. What the file does not name stays as it is.
 * 3. An id or login that exists elsewhere is refused. The role and centre of an officer do not change here, because cases depend on them.
 * 4. Every new officer gets a password that is shown once.
 */
import { randomUUID } from 'node:crypto';

import type { Knex } from 'knex';

import {
  addOfficer,
  hasHostKey,
  keepCentre,
  keepGroup,
  keepRegion,
  keepType,
  officerOf,
  setGroups,
  setSkills,
  typesOfRegion,
} from '../../db/setup.ts';
import { addHostKey } from '../../db/host-keys.ts';
import { hashOf, madePassword } from '../../runtime/passwords.ts';
import { PlainError } from '../../runtime/plain-error.ts';
import { hostKeyPlace, type Secrets } from '../../runtime/secrets.ts';
import type { Setup, SetupOfficer, SetupRegion } from './file.ts';

export interface NewAccount {
  login: string;
  name: string;
  password: string;
}

/**
 * @param secrets seals the secrets of host pages; null when APP_SECRET is unknown
 * @throws PlainError when the file contradicts what is installed
 */
export async function applySetup(knex: Knex, setup: Setup, secrets: Secrets | null): Promise<NewAccount[]> {
  return await knex.transaction(async (tx) => {
    const accounts: NewAccount[] = [];
    for (const region of setup.regions) accounts.push(...(await applyRegion(tx, region, secrets)));
    return accounts;
  });
}

async function applyRegion(tx: Knex.Transaction, region: SetupRegion, secrets: Secrets | null): Promise<NewAccount[]> {
  await keepRegion(tx, region);
  for (const [position, { groups, ...centre }] of region.centres.entries()) {
    demand(await keepCentre(tx, region.id, { ...centre, position }), `the centre ${centre.id} belongs to another region`);
    for (const [place, group] of groups.entries())
      demand(await keepGroup(tx, region.id, centre.id, { ...group, position: place }), `the group ${group.id} belongs to another centre`);
  }
  for (const [position, type] of region.types.entries())
    demand(await keepType(tx, region.id, { ...type, position }), `the type ${type.id} belongs to another region or kind`);
  for (const key of region.hostKeys) await applyHostKey(tx, region.id, key, secrets);
  const accounts: NewAccount[] = [];
  for (const officer of region.officers) {
    const account = await applyOfficer(tx, region.id, officer);
    if (account !== null) accounts.push(account);
  }
  return accounts;
}

async function applyHostKey(
  tx: Knex.Transaction,
  regionId: string,
  key: SetupRegion['hostKeys'][number],
  secrets: Secrets | null,
): Promise<void> {
  const { issuer } = key;
  const jwksUrl = 'jwksUrl' in key ? key.jwksUrl : null;
  if (await hasHostKey(tx, regionId, issuer, jwksUrl)) return;
  const id = randomUUID();
  const own = { id, issuer, jwksUrl, notBefore: null, notAfter: null };
  if ('jwksUrl' in key) await addHostKey(tx, regionId, { ...own, kid: null, secret: null });
  else {
    if (secrets === null) throw new PlainError(`APP_SECRET is not set; it seals the secret of ${issuer}.`);
    await addHostKey(tx, regionId, { ...own, kid: key.kid, secret: secrets.seal(hostKeyPlace(id), key.secret) });
  }
}

/** @returns the account, when it is new */
async function applyOfficer(tx: Knex.Transaction, regionId: string, officer: SetupOfficer): Promise<NewAccount | null> {
  const { login, name, role, centre, groups } = officer;
  const there = await officerOf(tx, login);
  const password = there === undefined ? madePassword() : null;
  const id =
    there?.id ?? (await addOfficer(tx, { regionId, centreId: centre, role, login, name, passwordHash: await hashOf(password ?? '') }));
  if (there !== undefined) {
    const same = there.regionId === regionId && there.centreId === centre && there.role === role;
    demand(same, `the officer ${login} has another region, centre or role already`);
  }
  const known = await typesOfRegion(tx, regionId);
  const skills = officer.skills === '*' ? known : officer.skills;
  const missing = skills.find((type) => !known.includes(type));
  demand(missing === undefined, `the type ${missing ?? ''} of the officer ${login} is not one of the region ${regionId}`);
  await setSkills(tx, id, skills);
  const unknown = await setGroups(tx, regionId, id, groups);
  demand(unknown === null, `the group ${unknown ?? ''} of the officer ${login} is not one of the region ${regionId}`);
  return password === null ? null : { login, name, password };
}

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new PlainError(`Nothing was changed: ${otherwise}.`);
}
