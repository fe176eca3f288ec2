/** Who gets a token for the media of a call, and for what. */
import { randomUUID } from 'node:crypto';

import { beforeAll, expect, it } from '@jest/globals';

import { until } from '../../../tests/support/live-server.ts';
import { codeOf } from '../../../tests/support/order-desk.ts';
import { allDay } from '../../../tests/support/settings.ts';
import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import { releaseServer, renewServer } from '../../../db/media/places.ts';

const web = testWeb({ workers: true });
type Person = Who & { id: string };
let person: Person;
let agent: Person;
let colleague: Person;

beforeAll(async () => {
  [person, agent, colleague] = await Promise.all([web.taxpayer('li-xue-whale'), web.officer('agent1'), web.officer('agent2')]);
  await web
    .knex('settings')
    .insert(Object.entries(allDay).map(([key, value]) => ({ scope: 'region', scope_id: 'binhai', key, value: JSON.stringify(value) })))
    .onConflict(['scope', 'scope_id', 'key'])
    .merge();
  await web
    .knex('officers')
    .where({ id: agent.id })
    .update({ status: 'online', present_until: new Date(Date.now() + 3_600_000) });
}, 60_000);

const command = async (id: string, type: string, as: Who, body: object = {}): Promise<Answer> =>
  await web.ask('POST', `/api/cases/${id}/commands/${type}`, { as, body, key: randomUUID() });
const done = async (id: string, type: string, as: Who, body: object = {}): Promise<void> => {
  expect([type, (await command(id, type, as, body)).status]).toEqual([type, 200]);
};
const ticket = (id: string, as: Who): Promise<Answer> => web.ask('POST', `/api/cases/${id}/call/tickets`, { as });
const refusal = async (id: string, as: Who): Promise<string> => {
  const answer = await ticket(id, as);
  return `${String(answer.status)} ${String(codeOf(answer))}`;
};
const rightsOf = async ({ body }: Answer) => {
  const { uses, role, caseId, personId } = (await web.deps.mediaTokens.verify(String(body['token']))) ?? {};
  return { uses, role, caseId, personId };
};

const media = { id: randomUUID(), url: 'http://127.0.0.1:1' };

/** A conversation with the agent, in which nobody has asked for a call yet. */
async function talk(): Promise<string> {
  const id = randomUUID();
  expect((await web.ask('PUT', `/api/conversations/${id}`, { as: person, body: {} })).status).toBe(200);
  await done(id, 'requestOfficer', person, { cause: 'button' });
  await until(async () => (await web.knex('cases').where({ id }).first<{ status: string }>('status')).status === 'offered');
  await done(id, 'accept', agent);
  return id;
}

it('a ticket for a call is given to both sides after the consent, each for what they may show, and to nobody else', async () => {
  const [id, callId] = [await talk(), randomUUID()];
  for (const as of [person, agent]) expect(await refusal(id, as)).toBe('409 call-over');
  expect(codeOf(await command(id, 'inviteCall', agent, { callId, way: 'video' }))).toBe('media-preparing');
  await renewServer(web.knex, media, 60_000);
  await done(id, 'inviteCall', agent, { callId, way: 'video' });
  for (const as of [person, agent]) expect(await refusal(id, as)).toBe('409 call-over');
  await done(id, 'consentCall', person, { callId, uses: ['microphone'] });
  await releaseServer(web.knex, media.id);
  expect(await refusal(id, person)).toBe('503 media-preparing');
  await renewServer(web.knex, media, 60_000);

  const [own, officers] = [await ticket(id, person), await ticket(id, agent)];
  for (const { status, body } of [own, officers])
    expect([status, body['callId'], body['path']]).toEqual([200, callId, `/api/media/${media.id}`]);
  expect(await rightsOf(own)).toEqual({ uses: ['microphone'], role: 'taxpayer', caseId: id, personId: person.id });
  expect(await rightsOf(officers)).toEqual({ uses: ['microphone', 'camera'], role: 'officer', caseId: id, personId: agent.id });

  expect(await refusal(id, colleague)).toBe('409 not-assignee');
  expect(await refusal(id, await web.officer('supervisor1'))).toBe('409 not-assignee');
  expect(await refusal(id, await web.officer('admin'))).toMatch(/^40[34]/);
  expect(await refusal(id, await web.taxpayer('zhao-min'))).toBe('404 not-found');
  expect(await refusal(id, await web.officer('agent4'))).toBe('404 not-found');
  expect(await refusal(id, {})).toBe('401 not-signed-in');
  expect(await refusal(randomUUID(), person)).toBe('404 not-found');

  await done(id, 'endCall', agent, { callId });
  for (const as of [person, agent]) expect(await refusal(id, as)).toBe('409 call-over');
}, 60_000);
