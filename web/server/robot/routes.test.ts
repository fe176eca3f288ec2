import { beforeAll, describe, expect, it } from '@jest/globals';

import { testWeb, type Who } from '../../../tests/support/web.ts';

const web = testWeb();
let taxpayer: Who;
let administrator: Who;
beforeAll(async () => {
  taxpayer = await web.taxpayer('zhao-min');
  administrator = await web.officer('admin');
});

const ask = (body: object, as: Who = taxpayer) => web.ask('POST', '/api/robot/ask', { as, body });
const idsIn = (entries: unknown) => (entries as { id: string }[]).map(({ id }) => id);

describe('POST /api/robot/ask', () => {
  it('answers with an entry, its id of the import, and the three likeliest', async () => {
    const { status, body } = await ask({ text: '发票额度不够了怎么办' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: 'answer',
      entries: [{ id: 'fp-001', externalId: 'fp-001', question: '发票总额度不足，如何申请调整' }],
      reply: null,
    });
    expect(idsIn(body['ranking'])).toHaveLength(3);
    expect(idsIn(body['ranking'])[0]).toBe('fp-001');
  });

  it('offers choices where several would do', async () => {
    const { body } = await ask({ text: '印花税' });
    expect(body['kind']).toBe('choices');
    expect(idsIn(body['entries'])).toEqual(expect.arrayContaining(idsIn(body['ranking'])));
  });

  it('answers nothing to a matter of others, and replies whom to ask', async () => {
    const { body } = await ask({ text: '会计分录怎么写' });
    expect(body).toMatchObject({ kind: 'none', entries: [], reply: { id: 'fw-013' } });
  });

  it('finds what is meant for another audience, too', async () => {
    const enterprise = await ask({ text: '赡养老人扣除标准' });
    expect(idsIn(enterprise.body['ranking'])[0]).toBe('gs-005');
  });

  it.each([
    ['one character', '税'],
    ['5,000 characters', '发票额度不够了怎么办'.repeat(500)],
    ['markup', '<script>alert(1)</script><b>发票</b>'],
    ['an injection', "'; DROP TABLE users; --"],
    ['signs', '😀😀😀'],
    ['pinyin', 'fapiao zenme kai'],
    ['traditional characters', '發票額度不夠了怎麼辦'],
    ['mixed English', 'invoice 额度 不够 how'],
    ['a tax number and a telephone', '91110000MA01ABCD2X 13800138000 开票额度不够'],
  ])('takes %s', async (_, text) => {
    expect((await ask({ text })).status).toBe(200);
  });

  it('refuses what is no question, by field', async () => {
    for (const [body, code] of [
      [{ text: '' }, 'required'],
      [{ text: ' \u200b ' }, 'required'],
      [{ text: '税'.repeat(5_001) }, 'too-long'],
      [{}, 'required'],
    ] as const) {
      const answer = await ask(body);
      expect(answer.status).toBe(422);
      expect((answer.body['error'] as { fields: unknown }).fields).toMatchObject([{ path: 'text', code }]);
    }
  });

  it('is for taxpayers', async () => {
    expect((await ask({ text: '发票' }, administrator)).status).toBe(403);
    expect((await ask({ text: '发票' }, {})).status).toBe(401);
  });
});

describe('GET /api/robot', () => {
  it('tells an administrator that the model is not there, by what the robot decides, and what it has learnt', async () => {
    const { status, body } = await web.ask('GET', '/api/robot', { as: administrator });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      source: 'words',
      reason: 'not loaded in this test',
      thresholds: { answerFrom: 0.6, offerFrom: 0.25 },
      learnt: null,
    });
  });

  it('is for administrators', async () => {
    for (const who of [taxpayer, await web.officer('agent1')]) expect((await web.ask('GET', '/api/robot', { as: who })).status).toBe(403);
  });
});
