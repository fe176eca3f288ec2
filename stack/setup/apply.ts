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
  loginsAmong,
  officerOf,
  setGroups,
  setSkills,
  typesOfRegion,
} from '../../db/setup.ts';
import { groupIdsOf } from '../../db/handling-groups.ts';
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

/** A new account with the hash under which its password is stored. */
type HashedAccount = NewAccount & { passwordHash: string };

/**
 * @param secrets seals the secrets of host pages; null when APP_SECRET is unknown
 * @throws PlainError when the file contradicts what is installed
 */
export async function applySetup(knex: Knex, setup: Setup, secrets: Secrets | null): Promise<NewAccount[]> {
  // Hashing is slow by design and must not hold the transaction open.
  const accounts = await newAccounts(knex, setup);
  return await knex.transaction(async (tx) => {
    const added: NewAccount[] = [];
    for (const region of setup.regions) added.push(...(await applyRegion(tx, region, secrets, accounts)));
    return added;
  });
}

/** Returns passwords for the officers of the file who have no account yet, by login. */
async function newAccounts(knex: Knex, { regions }: Setup): Promise<ReadonlyMap<string, HashedAccount>> {
  const officers = regions.flatMap((region) => region.officers);
  const there = new Set(
    await loginsAmong(
      knex,
      officers.map(({ login }) => login),
    ),
  );
  const accounts = new Map<string, HashedAccount>();
  for (const { login, name } of officers.filter((officer) => !there.has(officer.login))) {
    const password = madePassword();
    accounts.set(login, { login, name, password, passwordHash: await hashOf(password) });
  }
  return accounts;
}

async function applyRegion(
  tx: Knex.Transaction,
  region: SetupRegion,
  secrets: Secrets | null,
  accounts: ReadonlyMap<string, HashedAccount>,
): Promise<NewAccount[]> {
  await keepRegion(tx, region);
  for (const [position, { groups, ...centre }] of region.centres.entries()) {
    demand(await keepCentre(tx, region.id, { ...centre, position }), `the centre ${centre.id} belongs to another region`);
    for (const [place, group] of groups.entries())
      demand(await keepGroup(tx, region.id, centre.id, { ...group, position: place }), `the group ${group.id} belongs to another centre`);
  }
  for (const [position, type] of region.types.entries())
    demand(await keepType(tx, region.id, { ...type, position }), `the type ${type.id} belongs to another region or kind`);
  for (const key of region.hostKeys) await applyHostKey(tx, region.id, key, secrets);
  const known = { types: await typesOfRegion(tx, region.id), groups: await groupIdsOf(tx, region.id) };
  const added: NewAccount[] = [];
  for (const officer of region.officers) {
    const account = await applyOfficer(tx, region.id, officer, known, accounts.get(officer.login));
    if (account !== null) added.push(account);
  }
  return added;
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

/**
 * @param known what the region has
 * @returns the account, when it is new
 */
async function applyOfficer(
  tx: Knex.Transaction,
  regionId: string,
  { login, name, role, centre, ...officer }: SetupOfficer,
  known: { types: readonly string[]; groups: readonly string[] },
  account: HashedAccount | undefined,
): Promise<NewAccount | null> {
  const there = await officerOf(tx, login);
  const same = there === undefined || (there.regionId === regionId && there.centreId === centre && there.role === role);
  demand(same, `the officer ${login} has another region, centre or role already`);
  const added = there === undefined ? account : undefined;
  const id =
    there?.id ?? (added && (await addOfficer(tx, { regionId, centreId: centre, role, login, name, passwordHash: added.passwordHash })));
  if (id === undefined) throw new PlainError(`Nothing was changed: the officer ${login} was removed meanwhile. Run it again.`);
  const skills = officer.skills === '*' ? known.types : officer.skills;
  demandKnown(known.types, skills, login, regionId, 'type');
  demandKnown(known.groups, officer.groups, login, regionId, 'group');
  await setSkills(tx, id, skills);
  await setGroups(tx, id, officer.groups);
  return added === undefined ? null : { login, name, password: added.password };
}

function demandKnown(known: readonly string[], wanted: readonly string[], login: string, regionId: string, what: string): void {
  const missing = wanted.find((id) => !known.includes(id));
  demand(missing === undefined, `the ${what} ${missing ?? ''} of the officer ${login} is not one of the region ${regionId}`);
}

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new PlainError(`Nothing was changed: ${otherwise}.`);
}
