import { demoOfficers, demoPassword } from '../../stack/demo/people.ts';
import { demoTaxpayers } from '../../web/server/demo/taxpayers.ts';
import { ApiPerson } from '../../simulate/api-person.ts';

/** People of the demo who are at work on one centre's cases. */
export interface DemoDesk {
  taxpayer: ApiPerson;
  supervisor: ApiPerson;
  /** By officer id. */
  agents: Map<string, ApiPerson>;
  form: { centreId: string; typeId: string };
}

/** Signs in the demo's first centre and enters as its first taxpayer. */
export async function openDesk(origin: string): Promise<DemoDesk> {
  const [taxpayer] = demoTaxpayers;
  const identity = taxpayer?.identities[0];
  if (!taxpayer || !identity) throw new Error('the demo has no taxpayer');
  const ofCentre = demoOfficers.filter(({ centre }) => centre === 'binhai-1');
  const agents = new Map<string, ApiPerson>();
  for (const { login } of ofCentre.filter(({ role }) => role === 'agent')) {
    const agent = await ApiPerson.officer(origin, login, demoPassword);
    const { officer } = (await agent.get('/api/session')) as { officer: { id: string } };
    agents.set(officer.id, agent);
  }
  const supervisor = await ApiPerson.officer(origin, ofCentre.find(({ role }) => role === 'supervisor')?.login ?? '', demoPassword);
  const person = await ApiPerson.taxpayer(origin, taxpayer.id, identity.id);
  const { types } = (await person.get('/api/message-form')) as { types: { id: string }[] };
  return { taxpayer: person, supervisor, agents, form: { centreId: 'binhai-1', typeId: types[0]?.id ?? '' } };
}
