/** The knowledge as a spreadsheet, there and back, over HTTP and with real files. */
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readXlsx, writeXlsx, type CellValue, type WriteSheet } from 'hucre/xlsx';

import { idOf, tusClient } from '../../../../tests/support/tus.ts';
import { testWeb, type Answer, type Who } from '../../../../tests/support/web.ts';
import { exchangeLimits } from '../../../../domain/knowledge-exchange.ts';
import type { KnowledgeImport } from '../../../api/knowledge-exchange.ts';
import { unpackedBytes } from '../../sheets/unpacked-bytes.ts';

const web = testWeb();
let author: Who;
let reviewer: Who;
beforeAll(async () => {
  [author, reviewer] = await Promise.all([web.officer('editor1'), web.officer('editor2')]);
});
beforeEach(async () => {
  await web.knex('knowledge_drafts').delete();
});

const head = ['编号', '主题', '标准问题', '答案', '其他问法', '失效日期'];
const row = (id: string, change: Readonly<Record<number, CellValue>> = {}): CellValue[] =>
  [id, '补贴', `龙舟补贴${id}`, '线上申请。', '划龙舟\n赛龙舟', ''].map((cell, at) => change[at] ?? cell);
const sheet = async (rows: WriteSheet['rows'], more: Partial<WriteSheet> = {}): Promise<Buffer> =>
  Buffer.from(await writeXlsx({ sheets: [{ name: '知识', rows: rows ?? [], ...more }] }));
const codeOf = ({ body }: Answer) => (body['error'] as { code: string } | undefined)?.code;

async function upload(file: Buffer, as: Who = author, name = 'knowledge.xlsx'): Promise<string> {
  return idOf(await tusClient(web).uploaded(as, name, file));
}
const send = (uploadId: string, dryRun: boolean, as: Who = author) =>
  web.ask('POST', '/api/knowledge/imports', { as, body: { uploadId, dryRun } });
async function imports(file: Buffer, dryRun = false): Promise<KnowledgeImport> {
  const answer = await send(await upload(file), dryRun);
  expect([answer.status, codeOf(answer)]).toEqual([200, undefined]);
  return answer.body as unknown as KnowledgeImport;
}
const drafts = () => web.knex('knowledge_drafts').orderBy('entry_id').select<{ entry_id: string; state: string; content: object }[]>('*');
async function exported(language = 'zh-CN'): Promise<Buffer> {
  const response = await fetch(`${web.origin}/api/knowledge/export.xlsx`, { headers: { ...author, 'accept-language': language } });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining('spreadsheetml')]);
  return Buffer.from(await response.arrayBuffer());
}

describe('an import', () => {
  it('tells what it would do, hands it in once, and changes nothing when repeated', async () => {
    const file = await sheet([head, row('boat-1'), row('boat-2'), ['', '', '']]);
    expect(await imports(file, true)).toEqual({ added: 2, changed: 0, unchanged: 0, applied: false, faults: [] });
    expect(await drafts()).toEqual([]);
    expect(await imports(file)).toEqual({ added: 2, changed: 0, unchanged: 0, applied: true, faults: [] });
    expect(await drafts()).toMatchObject([
      {
        entry_id: 'boat-1',
        state: 'review',
        content: { answer: '线上申请。', audience: ['both'], wordings: ['划龙舟', '赛龙舟'], inScope: true },
      },
      { entry_id: 'boat-2', state: 'review' },
    ]);
    expect(await imports(file)).toEqual({ added: 0, changed: 0, unchanged: 2, applied: false, faults: [] });
  });

  it('is published by somebody else, all of it or nothing', async () => {
    await imports(await sheet([head, row('boat-3'), row('boat-4')]));
    const all = (as: Who, revisions = [1, 1]) =>
      web.ask('POST', '/api/knowledge/publications', {
        as,
        body: { drafts: ['boat-3', 'boat-4'].map((id, n) => ({ id, revision: revisions[n] })) },
      });
    expect(codeOf(await all(author))).toBe('own-draft');
    expect(codeOf(await all(reviewer, [1, 2]))).toBe('draft-changed');
    expect(await web.knex('knowledge_entries').where('id', 'like', 'boat-%')).toEqual([]);
    expect((await all(reviewer)).body).toEqual({ published: 2 });
    expect(await imports(await sheet([head, row('boat-3'), row('boat-4', { 3: '到窗口申请。' })]), true)).toMatchObject({
      added: 0,
      changed: 1,
      unchanged: 1,
    });
  });

  it('with faults names each by row and column, and hands in nothing', async () => {
    const { applied, faults } = await imports(
      await sheet([
        head,
        row('boat-5'),
        row('Boat 6'),
        row('boat-5'),
        row('boat-7', { 2: '' }),
        row('boat-8', { 3: '长'.repeat(10_001), 5: '2026-02-30' }),
      ]),
    );
    expect(applied).toBe(false);
    expect(faults.map(({ row: at, column, code }) => [at, column, code])).toEqual([
      [3, 'id', 'invalid'],
      [4, 'id', 'duplicate'],
      [5, 'question', 'required'],
      [6, 'answer', 'too-long'],
      [6, 'validTo', 'not-a-date'],
    ]);
    expect(faults[3]?.sentence).toContain('10000');
    expect(await drafts()).toEqual([]);
  });

  it('does not take formulas and merged cells for what they show', async () => {
    const { faults } = await imports(
      await sheet([head, row('boat-9'), row('boat-10')], {
        cells: new Map([['1,3', { value: '线上', type: 'formula', formula: 'CONCAT("线","上")' }]]),
        merges: [{ startRow: 2, startCol: 1, endRow: 2, endCol: 2 }],
      }),
    );
    expect(faults.map(({ row: at, column, code }) => [at, column, code])).toEqual(
      expect.arrayContaining([
        [2, 'answer', 'formula'],
        [3, 'topic', 'merged-cell'],
      ]),
    );
    expect(await drafts()).toEqual([]);
  });

  it('reads numbers and days as text', async () => {
    await imports(
      await sheet([head, row('boat-11', { 3: 2026, 4: 12366, 5: new Date('2030-12-31T00:00:00Z') }), row('boat-12', { 5: '2030/1/2' })]),
    );
    expect(await drafts()).toMatchObject([
      { content: { answer: '2026', wordings: ['12366'], validTo: '2030-12-31' } },
      { content: { validTo: '2030-01-02' } },
    ]);
  });

  it('with a blank audience is meant for everybody', async () => {
    await imports(
      await sheet([
        [...head.slice(0, 4), '适用对象'],
        ['boat-20', '补贴', '龙舟', '线上申请。', ''],
      ]),
    );
    expect(await drafts()).toMatchObject([{ content: { audience: ['both'] } }]);
  });

  it('over a draft of somebody else is refused', async () => {
    await web.ask('PUT', '/api/knowledge/entries/boat-13/draft', {
      as: reviewer,
      body: { revision: null, content: { topic: '补贴', question: '龙舟', answer: '甲', audience: ['both'] } },
    });
    const { faults } = await imports(await sheet([head, row('boat-13')]));
    expect(faults).toMatchObject([{ row: 2, column: 'id', code: 'has-draft' }]);
  });

  it('without a needed column is refused', async () => {
    const { faults } = await imports(
      await sheet([
        ['编号', '主题'],
        ['a', 'b'],
      ]),
    );
    expect(faults.map(({ row: at, column, code }) => [at, column, code])).toEqual([
      [1, 'question', 'missing-column'],
      [1, 'answer', 'missing-column'],
    ]);
  });

  it('of 10,001 entries is refused, of 10,000 is read', async () => {
    const many = (count: number) => sheet([head, ...Array.from({ length: count }, (_, n) => row(`many-${String(n)}`))]);
    const refused = await send(await upload(await many(exchangeLimits.rows + 1)), true);
    expect([refused.status, codeOf(refused)]).toEqual([422, 'sheet-too-many-rows']);
    expect(await imports(await many(exchangeLimits.rows), true)).toMatchObject({ added: 10_000, faults: [] });
  }, 120_000);

  it('of what is no spreadsheet, or of another person’s file, is refused', async () => {
    const text = await upload(Buffer.from('编号,主题\n'), author, 'knowledge.txt');
    expect(codeOf(await send(text, true))).toBe('sheet-unreadable');
    const others = await upload(await sheet([head, row('boat-14')]), reviewer);
    expect(codeOf(await send(others, true))).toBe('upload-unknown');
  });
});

describe('an export', () => {
  it('comes back unchanged, in both languages', async () => {
    for (const language of ['zh-CN', 'en']) {
      const { added, changed, unchanged, faults } = await imports(await exported(language), true);
      expect([added, changed, faults]).toEqual([0, 0, []]);
      expect(unchanged).toBeGreaterThan(100);
    }
  });

  it('has all cells as text, also those that look like formulas', async () => {
    await web.knex('knowledge_entries').insert({
      region_id: 'binhai',
      id: 'formula',
      topic: '补贴',
      question: '=1+1',
      answer: '@SUM(1)',
      audience: ['both'],
    });
    const [first] = (await readXlsx(await exported())).sheets;
    const cells = first?.rows.find(([id]) => id === 'formula');
    expect(cells?.slice(2, 4)).toEqual(['=1+1', '@SUM(1)']);
    expect([...(first?.cells ?? [])].filter(([, { formula }]) => formula !== undefined)).toEqual([]);
    await web.knex('knowledge_entries').where({ id: 'formula' }).delete();
  });
});

it('the size of an archive is what its directory says', async () => {
  const file = await sheet([head, ...Array.from({ length: 1_000 }, () => row('a'))]);
  expect(unpackedBytes(file)).toBeGreaterThan(file.length);
  expect(unpackedBytes(Buffer.from('no archive at all'))).toBeNull();
  expect(unpackedBytes(Buffer.alloc(0))).toBeNull();
  expect(unpackedBytes(file.subarray(0, file.length / 2))).toBeNull();
});
