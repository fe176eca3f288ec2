import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { testDatabase } from '../tests/support/database.ts';
import { scansOf } from '../tests/support/scans.ts';
import { findIdentities } from './find-identities.ts';
import { containing } from './search.ts';

const { knex, owner } = testDatabase();
const find = (words: string, regionId = 'region') => findIdentities(knex, regionId, words);
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

async function identity(fields: object): Promise<string> {
  const row = { region_id: 'region', subject: randomUUID(), kind: 'enterprise', role: 'finance-officer', ...fields };
  const [made] = await knex('identities').insert(row).returning<{ id: string }[]>('id');
  return made?.id ?? '';
}

beforeAll(async () => {
  for (const id of ['region', 'elsewhere', 'large']) await knex('regions').insert({ id, name: id, name_en: id });
});

describe('taxpayers looked up', () => {
  let one: string;
  let person: string;
  let elsewhere: string;
  let folded: string;
  beforeAll(async () => {
    folded = await identity({
      ...{
        person_name: '阿依古丽·买买提',
        company_name: '西域（中国）贸易「２６」厂',
        tax_number: '９１６５００００ＭＡ',
        phone: '13912345678',
      },
    });
    one = await identity({ person_name: '孙二', company_name: '百分之%百_贸易有限公司', tax_number: '91990100MA0TEST88X' });
    person = await identity({ kind: 'natural-person', role: 'natural-person', person_name: 'Ärzu 𠮷田' });
    elsewhere = await identity({ region_id: 'elsewhere', person_name: '孙二', company_name: '百分之百贸易有限公司' });
  });

  it.each(['孙二', '贸易有限', '0100ma0test88', '百分之%百_', '8x', 'T8', '%百'])(
    'are found by %s, a part in any case of letters',
    async (words) => {
      expect(idsOf(await find(words))).toEqual([one]);
    },
  );
  it.each(['zu', 'ärz', 'u 𠮷', '𠮷田', '田 är'])('are found by %s, of signs of every kind', async (words) => {
    expect(idsOf(await find(words))).toEqual([person]);
  });
  it.each(['%贸易', '百分之_百', '孙\\', '__', '二百', '司91', '孙二 没有', '（）'])(
    'are not found by %s: no patterns, no parts that run on, no words that are missing',
    async (words) => {
      expect(await find(words)).toEqual([]);
    },
  );
  it.each([
    ['(中国)', '（中国） written otherwise'],
    ['西域中国贸易26厂', 'without its brackets'],
    ['91650000ma', 'in small letters and plain digits'],
    ['９１６５', 'in full width'],
    ['阿依古丽买买提', 'without the middle dot'],
    ['阿依古丽•买买提', 'with another dot'],
    ['阿依\u{200B}古丽', 'with a mark that nobody sees'],
    ['26厂 西域', 'by words in any order'],
    ['买买提 中国', 'by words of two names'],
    ['13912345678', 'by the telephone number'],
    ['+86 139-1234-5678', 'by the telephone number as an address book has it'],
    ['5678', 'by the end of the telephone number'],
  ])('are found by %s, %s', async (words) => {
    expect(idsOf(await find(words))).toEqual([folded]);
  });
  it('are those of one region alone', async () => {
    expect(idsOf(await find('孙二', 'elsewhere'))).toEqual([elsewhere]);
  });
});

describe('among very many', () => {
  const count = 20_000;
  /** Half the companies begin with 杭州, a tenth are of 科技, one in five hundred of 茶叶; a seventh of the rows are people. */
  beforeAll(async () => {
    await knex.raw(
      `INSERT INTO identities (region_id, subject, kind, role, person_name, company_name, tax_number)
       SELECT 'large', n::text, 'enterprise', 'finance-officer', '办税员' || (n * 7919 % :count),
         CASE WHEN n % 7 > 0 THEN (CASE WHEN n % 2 = 0 THEN '杭州' ELSE '安吉' END) || md5(n::text)
           || CASE WHEN n % 10 = 0 THEN '科技' WHEN n % 500 = 1 THEN '茶叶' ELSE '贸易' END || '有限公司' END,
         CASE WHEN n % 7 > 0 THEN '91330100' || upper(substr(md5('tax' || n), 1, 10)) END
       FROM generate_series(1, :count) n`,
      { count },
    );
    await owner.raw('VACUUM ANALYZE identities');
  }, 120_000);

  /** The list by definition, and how many there are of it. */
  async function bySight(words: string): Promise<{ ids: string[]; of: number }> {
    const pattern = containing(words);
    const { rows } = await knex.raw<{ rows: { id: string }[] }>(
      `SELECT id FROM identities
       WHERE region_id = 'large' AND (person_name ILIKE :pattern OR company_name ILIKE :pattern OR tax_number ILIKE :pattern)
       ORDER BY company_name, person_name, id`,
      { pattern },
    );
    return { ids: idsOf(rows.slice(0, 20)), of: rows.length };
  }

  it.each(['有限', '科技有限', '茶叶', '办税员1234', '91', '3301', 'ab', 'f0f', '没有'])(
    '%s gives the first twenty of the list',
    async (words) => {
      const { ids, of } = await bySight(words);
      expect(idsOf(await find(words, 'large'))).toEqual(ids);
      expect(of > 0).toBe(words !== '没有');
    },
  );

  it('gives any twenty of those that share a text with thousands, all at one end of the list', async () => {
    const found = await find('杭州', 'large');
    expect(found).toHaveLength(20);
    expect(found.every(({ company_name }) => company_name?.startsWith('杭州'))).toBe(true);
    expect((await bySight('杭州')).of).toBeGreaterThan(5_000);
  });

  it.each([
    ['有限', 'list'],
    ['91', 'list'],
    ['ab', 'list'],
    ['杭州', 'pieces'],
    ['茶叶', 'pieces'],
    ['办税员1234', 'pieces'],
    ['q9', 'pieces'],
    ['没有', 'pieces'],
  ])('reads the table by its indexes alone: %s is found by the %s', async (words, by) => {
    const scans = (await scansOf(knex, () => find(words, 'large'))).filter(({ table }) => table === 'identities');
    expect(scans.map(({ node }) => node)).not.toContain('Seq Scan');
    const indexes = scans.flatMap(({ index }) => index ?? []);
    expect(indexes).toEqual(by === 'list' ? ['identities_in_order'] : ['identities_in_order', 'identities_search']);
  });
});
