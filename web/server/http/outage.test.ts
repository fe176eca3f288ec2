import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { testWeb } from '../../../tests/support/web.ts';

/** Nothing listens on this port. */
const web = testWeb({ temporalAddress: '127.0.0.1:9' });
const withoutWorker = testWeb();

const form = { centreId: 'binhai-1', typeId: 'binhai-invoice', text: '请问电子发票红冲以后如何重新开具?', reminder: 'none' };

describe('handing in', () => {
  it('is answered soon and clearly while Temporal is away; nothing is half made, and it goes through later', async () => {
    const as = await web.taxpayer('zhao-min');
    const id = randomUUID();
    const begun = Date.now();
    const answer = await web.ask('PUT', `/api/messages/${id}`, { as, body: form });
    expect([answer.status, (answer.body['error'] as { code: string }).code]).toEqual([503, 'temporal-unavailable']);
    expect(Date.now() - begun).toBeLessThan(12_000);
    expect(await web.knex('cases').where({ id })).toHaveLength(0);
    expect(await web.knex('audit_log').where({ object_id: id })).toHaveLength(0);
    expect(await web.knex('texts').where({ case_id: id }).pluck('adopted_at')).toEqual([null]);
  });

  it('is answered so, too, while no worker is there; nothing is lost then', async () => {
    const as = await withoutWorker.taxpayer('zhao-min');
    const answer = await withoutWorker.ask('PUT', `/api/messages/${randomUUID()}`, { as, body: form });
    expect([202, 503]).toContain(answer.status);
    if (answer.status === 503) expect((answer.body['error'] as { code: string }).code).toBe('worker-unavailable');
    else expect(answer.body).toMatchObject({ number: null, status: 'submitted' });
  });
});
