import { randomUUID } from 'node:crypto';

import type { ApiPerson } from '../support/api.ts';

/** The people of a centre at their desks: who may hold its cases, and the supervisor who sees them all. */
export interface Desk {
  supervisor: ApiPerson;
  agents: Map<string, ApiPerson>;
}

/** The whole story of a 留言 told through the API, with a pause before each step so that a kill can fall into any of them. */
export async function tellStory(
  taxpayer: ApiPerson,
  desk: Desk,
  form: { centreId: string; typeId: string },
  pauseMs: number,
): Promise<string> {
  const id = randomUUID();
  const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));
  const say = (text: string) => ({ textId: randomUUID(), text, uploadIds: [] });
  const command = (person: ApiPerson, name: string, body: object) => person.send('POST', `/api/cases/${id}/commands/${name}`, body);

  await taxpayer.send(
    'PUT',
    `/api/messages/${id}`,
    { ...form, text: '请问数电票额度如何调整?需要哪些材料?', uploadIds: [], reminder: 'sms', phone: '13900000001' },
    id,
  );
  await pause();
  const holder = await holderOf(desk, id);
  await pause();
  await command(holder, 'askBack', say('请补充经营情况说明。'));
  await pause();
  await command(taxpayer, 'supplement', say('已补充:本月订单增加。'));
  await pause();
  await command(holder, 'reply', say('您的额度已可在电子税务局申请调整。'));
  await pause();
  await command(taxpayer, 'followUp', say('多久可以生效?'));
  await pause();
  await command(holder, 'reply', say('审核通过后即时生效。'));
  await pause();
  await command(taxpayer, 'rate', { resolved: true, stars: 5, comment: null });
  return id;
}

/** The events that a story leaves, in order; who had it assigned may come between. */
export const expectedEvents = [
  'submitted',
  'assigned',
  'asked-back',
  'supplemented',
  'replied',
  'followed-up',
  'replied',
  'rated',
  'closed',
];
/** What it owes by 短信: one question back and two answers. */
export const expectedShortMessages = 3;

/** The agent who holds the case, once the rule of assignment has found one. */
async function holderOf(desk: Desk, caseId: string): Promise<ApiPerson> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const answer = await desk.supervisor.attempt('GET', `/api/cases/${caseId}`).catch(() => null);
    const assignee = answer?.status === 200 ? (answer.body['assignee'] as { id: string } | null) : null;
    const agent = assignee && desk.agents.get(assignee.id);
    if (agent) return agent;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`nobody holds ${caseId}`);
}
