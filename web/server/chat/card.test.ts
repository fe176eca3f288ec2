import { randomUUID } from 'node:crypto';

import { beforeAll, expect, it } from '@jest/globals';

import { alwaysOpen } from '../../../tests/support/always-open.ts';
import { sending } from '../../../tests/support/form-desk.ts';
import { testWeb } from '../../../tests/support/web.ts';

const web = testWeb({ workers: true });
beforeAll(() => alwaysOpen(web.knex));

it('a form sent from a conversation is a card in its chat, once', async () => {
  const [taxpayer, agent] = [await web.taxpayer('li-xue-whale'), await web.officer('agent1')];
  await web.knex('officers').update({ present_until: null });
  await web.knex('officers').where({ id: agent.id }).update({ status: 'online', present_until: '2099-01-01T00:00:00Z' });
  const [id, formId] = [randomUUID(), randomUUID()];
  const command = async (type: string, as: typeof agent) => {
    const { status } = await web.ask('POST', `/api/cases/${id}/commands/${type}`, { as, body: {}, key: randomUUID() });
    expect([type, status]).toEqual([type, 200]);
  };
  await web.ask('PUT', `/api/conversations/${id}`, { as: taxpayer, body: {} });
  await command('requestOfficer', taxpayer);
  await command('accept', agent);

  const send = () => web.ask('PUT', `/api/service-forms/${formId}`, { as: agent, body: sending(id) });
  expect((await send()).status).toBe(200);
  expect((await send()).status).toBe(200);
  const cards = async () => {
    const { body } = await web.ask('GET', `/api/cases/${id}/chat?after=0`, { as: taxpayer });
    return (body['messages'] as { speaker: string; content: { type: string } }[]).filter(({ content }) => content.type === 'card');
  };
  expect(await cards()).toMatchObject([{ speaker: 'system', content: { type: 'card', kind: 'service-form', caseId: formId } }]);
  // A process that died after the form began has not shown it.
  await web.knex('chat_messages').where({ case_id: id, client_id: formId }).delete();
  expect((await send()).status).toBe(200);
  expect(await cards()).toHaveLength(1);
  const file = await web.ask('GET', `/api/cases/${id}/chat/download?format=text`, { as: taxpayer });
  expect(file.body['text']).toContain('确认单');
});
