import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { testDatabase } from '../tests/support/database.ts';
import { populate, type People } from '../tests/support/people.ts';
import { threadOf } from './thread.ts';

const { knex } = testDatabase();
let people: People;
let count = 0;

beforeAll(async () => {
  people = await populate(knex);
});

/** Cases that begin one after the other. */
async function cases(many: number, fields: object = {}): Promise<string[]> {
  const rows = Array.from({ length: many }, () => {
    count += 1;
    const at = new Date(Date.UTC(2026, 0, 1) + count * 1_000);
    const kind = count % 2 === 0 ? 'message' : 'work-order';
    return {
      id: randomUUID(),
      kind,
      number: String(count).padStart(15, '0'),
      region_id: 'region',
      centre_id: 'east',
      type_id: kind === 'message' ? 'invoice' : 'quota',
      identity_id: people.taxpayer,
      status: kind === 'message' ? 'assigned' : 'in-progress',
      version: 1,
      state: '{}',
      live: true,
      opened_at: at,
      changed_at: at,
      ...fields,
    };
  });
  await knex('cases').insert(rows);
  return rows.map(({ id }) => id);
}
const link = (...pairs: [string, string][]) => knex('case_links').insert(pairs.map(([case_id, other_id]) => ({ case_id, other_id })));
const thread = async (id: string) => (await threadOf(knex, id)).map((other) => other.id);

describe('a thread', () => {
  it('is empty for a case that stands alone, and for one that there is not', async () => {
    const [alone = ''] = await cases(1);
    expect(await thread(alone)).toEqual([]);
    expect(await thread(randomUUID())).toEqual([]);
  });

  it('is found from any of its cases, whichever named the other, in the order in which they began', async () => {
    const [a = '', b = '', c = '', d = ''] = await cases(4);
    await link([b, a], [b, c], [d, c]);
    expect(await thread(a)).toEqual([b, c, d]);
    expect(await thread(b)).toEqual([a, c, d]);
    expect(await thread(c)).toEqual([a, b, d]);
    expect(await thread(d)).toEqual([a, b, c]);
  });

  it('knows a case once, named twice, by each other or in a circle', async () => {
    const [a = '', b = '', c = ''] = await cases(3);
    await link([a, b], [b, a], [b, c], [c, a], [a, a]);
    expect(await thread(a)).toEqual([b, c]);
    expect(await thread(c)).toEqual([a, b]);
  });

  it('says what each case is, and to whom it belongs', async () => {
    const [first = ''] = await cases(1, { centre_id: 'west', kind: 'message', type_id: 'invoice', status: 'converted' });
    const [second = ''] = await cases(1, { kind: 'work-order', type_id: 'quota', status: 'completed' });
    await link([second, first]);
    expect(await threadOf(knex, second)).toMatchObject([
      {
        id: first,
        kind: 'message',
        status: 'converted',
        region_id: 'region',
        centre_id: 'west',
        identity_id: people.taxpayer,
        type_name: '发票',
      },
    ]);
    expect(await threadOf(knex, first)).toMatchObject([{ id: second, kind: 'work-order', type_name: '额度', type_name_en: 'Quota' }]);
  });

  it('of three kinds is one: a 留言, the order that it became, the form that the order carries, and a form of its own', async () => {
    const [message = ''] = await cases(1, { kind: 'message', type_id: 'invoice', status: 'converted' });
    const [order = ''] = await cases(1, { kind: 'work-order', type_id: 'quota', status: 'awaiting-materials' });
    const [carried = '', own = ''] = await cases(2, { kind: 'service-form', type_id: 'refund', status: 'sent' });
    // The form names its origin when it is sent, the order its form when it waits.
    await link([message, order], [order, message], [carried, order], [order, carried], [own, message]);
    expect(await thread(own)).toEqual([message, order, carried]);
    expect(await threadOf(knex, message)).toMatchObject([
      { id: order, kind: 'work-order' },
      { id: carried, kind: 'service-form', status: 'sent', type_name: '退税', type_name_en: 'Refund' },
      { id: own, kind: 'service-form' },
    ]);
    expect(await thread(carried)).toEqual([message, order, own]);
  });

  it('leaves out what is named and has no image yet, and goes on behind it', async () => {
    const [a = '', c = ''] = await cases(2);
    const unborn = randomUUID();
    await link([a, unborn], [c, unborn]);
    expect(await thread(a)).toEqual([c]);
  });

  it('ends somewhere: nobody reads a longer one', async () => {
    const many = await cases(120);
    await link(...many.slice(1).map((id, i): [string, string] => [id, many[i] ?? '']));
    expect(await thread(many[0] ?? '')).toEqual(many.slice(1, 50));
  });

  it('of a repeated matter holds all that joined one order', async () => {
    const [order = '', ...joined] = await cases(30);
    await link(...joined.map((id): [string, string] => [order, id]), ...joined.map((id): [string, string] => [id, order]));
    expect(await thread(joined[7] ?? '')).toEqual([order, ...joined.filter((_, i) => i !== 7)]);
  });
});
