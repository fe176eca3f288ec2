/** The person signed in at the demo bureau, a taxpayer and one of their identities, stored in the browser. */
import type { DemoTaxpayer } from '../../../api/demo.ts';
import { request } from '#lib/api/request.ts';
import { remember, remembered } from '#lib/memory.ts';

type DemoIdentity = DemoTaxpayer['identities'][number];
export interface DemoPerson {
  readonly taxpayer: DemoTaxpayer;
  readonly identity: DemoIdentity;
}

let taxpayers = $state.raw<readonly DemoTaxpayer[]>([]);
let chosen = $state(remembered('demo-identity') ?? '');

const people = $derived(taxpayers.flatMap((taxpayer) => taxpayer.identities.map((identity) => ({ taxpayer, identity }))));
const keyOf = ({ taxpayer, identity }: DemoPerson): string => `${taxpayer.id}/${identity.id}`;
const current = $derived(people.find((person) => keyOf(person) === chosen) ?? people[0]);

export const demoPerson = {
  get taxpayers(): readonly DemoTaxpayer[] {
    return taxpayers;
  },
  get current(): DemoPerson | undefined {
    return current;
  },
};

export const choosePerson = (person: DemoPerson): void => {
  chosen = keyOf(person);
  remember('demo-identity', chosen);
};

export const isCurrent = (person: DemoPerson): boolean => current !== undefined && keyOf(person) === keyOf(current);

/** @throws Problem */
export const loadTaxpayers = async (): Promise<void> => {
  taxpayers = (await request<{ taxpayers: DemoTaxpayer[] }>('/api/demo/taxpayers')).taxpayers;
};

/** Fetches a signed token of the signed-in person, as a real bureau's server would give its pages. */
export const demoToken = async (): Promise<string> => {
  if (current === undefined) throw new Error('nobody is signed in at the demo bureau');
  const body = { taxpayerId: current.taxpayer.id, identityId: current.identity.id };
  return (await request<{ token: string }>('/api/demo/tokens', { method: 'POST', body })).token;
};

/** Name for the greeting: the company, or the person. */
export const nameOf = ({ taxpayer, identity }: DemoPerson): string => identity.companyName ?? taxpayer.personName;
