import { describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { testDatabase } from './database.ts';
import { testTemporalAddress } from './services.ts';

const first = testDatabase();
const second = testDatabase();

describe('the services of a test run', () => {
  it('give every test file a migrated database of its own, owned by an account that is no superuser', async () => {
    await first.knex('regions').insert({ id: 'r', name: '甲', name_en: 'A' });
    expect(await first.knex('regions').pluck('id')).toEqual(['r']);
    expect(await second.knex('regions').pluck('id')).toEqual([]);
    const { rows } = await first.knex.raw<{ rows: { is_superuser: string }[] }>('show is_superuser');
    expect(rows[0]?.is_superuser).toBe('off');
  });

  it('find Chinese words of two signs in a text', async () => {
    const { rows } = await first.knex.raw<{ rows: { found: boolean }[] }>("select grams('增值税发票') @> grams('发票') as found");
    expect(rows[0]?.found).toBe(true);
  });

  it('include a Temporal server that keeps closed cases for 30 days', async () => {
    const connection = await Connection.connect({ address: testTemporalAddress() });
    const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' });
    await connection.close();
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
  });
});
