import { randomUUID } from 'node:crypto';

import { expect, it } from '@jest/globals';

import { testWeb } from '../../../tests/support/web.ts';

const web = testWeb({ workers: true });

it('of 1,000 claims at once one wins, and every other is answered', async () => {
  const [taxpayer, ...officers] = await Promise.all([
    web.taxpayer('li-xue-whale'),
    ...['agent1', 'agent2', 'agent3'].map((login) => web.officer(login)),
  ]);
  await web.knex('officers').update({ status: 'away' });
  const id = randomUUID();
  const opened = await web.ask('PUT', `/api/messages/${id}`, {
    as: taxpayer,
    body: { centreId: 'binhai-1', typeId: 'binhai-invoice', text: '请问电子发票红冲以后如何重新开具?', reminder: 'inbox' },
  });
  expect(opened.status).toBe(200);
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, n) =>
      web.ask('POST', `/api/cases/${id}/commands/claim`, { as: officers[n % officers.length] ?? {}, key: randomUUID(), body: {} }),
    ),
  );
  const [claimed] = await web.knex('case_events').where({ case_id: id, type: 'claimed' }).select<{ actor_id: string }[]>('actor_id');
  const winner = officers.findIndex((officer) => officer.id === claimed?.actor_id);
  const told = answers.map(({ status, body }) => `${String(status)} ${(body['error'] as { code: string } | undefined)?.code ?? ''}`);
  expect(told.filter((each) => each === '200 ')).toHaveLength(1);
  told.forEach((each, n) => {
    if (each !== '200 ') expect([n, each]).toEqual([n, n % officers.length === winner ? '409 already-yours' : '409 already-claimed']);
  });
  expect(await web.knex('case_events').where({ case_id: id, type: 'claimed' })).toHaveLength(1);
}, 120_000);
