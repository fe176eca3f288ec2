import { randomUUID } from 'node:crypto';

import { demoCentres, demoPassword } from '../../stack/demo/people.ts';
import { demoRegions, demoTaxpayers, type DemoIdentity, type DemoPerson } from '../../web/server/demo/taxpayers.ts';
import { ApiPerson } from '../../simulate/api-person.ts';

/** Somebody of the demo bureau, as the one they act for. */
export interface Taxpayer {
  person: DemoPerson;
  identity: DemoIdentity;
  /** What the bureau greets with: the company, or the person. */
  name: string;
  region: string;
}

/** A taxpayer by the id of the identity. */
export function taxpayer(identityId: string): Taxpayer {
  for (const person of demoTaxpayers) {
    const identity = person.identities.find(({ id }) => id === identityId);
    if (identity) return { person, identity, name: identity.companyName ?? person.personName, region: demoRegions[person.region].name };
  }
  throw new Error(`the demo has no identity ${identityId}`);
}

export const centreName = (id: string): string => {
  const centre = demoCentres.find((each) => each.id === id);
  if (!centre) throw new Error(`the demo has no centre ${id}`);
  return centre.name;
};

const signedIn = new Map<string, Promise<ApiPerson>>();

/**
 * Behind the pages: what a test wants to have happened before it looks. Signed in once for all tests of a worker: a password is slow to
 * check, as it is meant to be.
 */
export function apiOfficer(origin: string, login: string): Promise<ApiPerson> {
  const key = `${login} at ${origin}`;
  const officer = signedIn.get(key) ?? ApiPerson.officer(origin, login, demoPassword);
  signedIn.set(key, officer);
  officer.catch(() => signedIn.delete(key));
  return officer;
}

export const apiTaxpayer = (origin: string, who: Taxpayer): Promise<ApiPerson> =>
  ApiPerson.taxpayer(origin, who.person.id, who.identity.id);

/** Has exactly these agents of a centre on duty, so that a test knows who is given its cases. */
export async function onDuty(origin: string, logins: Readonly<Record<string, boolean>>): Promise<void> {
  for (const [login, duty] of Object.entries(logins))
    await (await apiOfficer(origin, login)).send('PUT', '/api/session/status', { status: duty ? 'online' : 'away' });
}

/** A 留言 about invoices handed in behind the pages. */
export async function handInByApi(api: ApiPerson, centreId: string, text: string): Promise<{ id: string; number: string }> {
  const { types } = (await api.get('/api/message-form')) as { types: { id: string; name: string }[] };
  const id = randomUUID();
  const typeId = types.find(({ name }) => name === '发票业务')?.id;
  const { number } = await api.send('PUT', `/api/messages/${id}`, { centreId, typeId, text, uploadIds: [], reminder: 'inbox' }, id);
  return { id, number: String(number) };
}

/** Ends the taxpayer's conversation that an earlier try has left, so that the next one begins anew. */
export async function endRunning(api: ApiPerson): Promise<void> {
  const { conversation } = (await api.get('/api/conversations/current')) as { conversation: { id: string } | null };
  if (conversation !== null) await api.send('POST', `/api/cases/${conversation.id}/commands/close`, {});
}
