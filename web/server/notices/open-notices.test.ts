/** 待办提醒 of real cases, from the request until it is done or the case ends. */
import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { accepted, formDesk, required, returned, sending } from '../../../tests/support/form-desk.ts';
import { content, note, opening, outcome } from '../../../tests/support/order-desk.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';

const web = testWeb({ workers: true });
const the = formDesk(web);
const { officer, taxpayer, onMessage, message, does, fills, form, filled, submitted } = the;

interface Inbox {
  items: { kind: string; category: string; caseId: string; readAt: string | null }[];
  total: number;
  unread: { todo: number; news: number };
}
const inbox = async (category: 'todo' | 'news', as: Who = taxpayer()): Promise<Inbox> =>
  (await web.ask('GET', `/api/notices?category=${category}&size=50`, { as })).body as unknown as Inbox;

/** Entries of a case in 待办提醒 and in 消息提示, newest first. */
async function said(caseId: string): Promise<{ todo: string[]; news: string[] }> {
  const [todo, news] = await Promise.all((['todo', 'news'] as const).map((category) => inbox(category)));
  const of = (part?: Inbox) => (part?.items ?? []).filter((item) => item.caseId === caseId).map(({ kind }) => kind);
  return { todo: of(todo), news: of(news) };
}

const says = async (id: string, type: string, as: Who, body: object = content()): Promise<void> => {
  expect([type, outcome(await onMessage(id, type, as, body))]).toEqual([type, expect.not.stringMatching(/^\d/)]);
};

describe('what a 留言 asks', () => {
  it('is a 待办提醒 until it is supplemented, and again when it is asked anew: one a case', async () => {
    const id = await message();
    await says(id, 'askBack', officer('agent1'));
    expect(await said(id)).toEqual({ todo: ['message-asked-back'], news: [] });
    await says(id, 'supplement', taxpayer());
    expect(await said(id)).toEqual({ todo: [], news: ['message-asked-back'] });
    await says(id, 'askBack', officer('agent1'));
    expect(await said(id)).toEqual({ todo: ['message-asked-back'], news: ['message-asked-back'] });
  });

  it('is none any more once it is answered all the same, though it is for the taxpayer to ask on or to rate', async () => {
    const id = await message();
    await says(id, 'askBack', officer('agent1'));
    await says(id, 'reply', officer('agent1'));
    expect(await web.knex('tasks').where({ case_id: id }).pluck('turn')).toEqual(['taxpayer']);
    expect(await said(id)).toEqual({ todo: [], news: ['message-replied', 'message-asked-back'] });
  });

  it.each([
    ['withdraw', () => taxpayer(), {}],
    ['end', () => officer('supervisor1'), { reason: note('重复提交') }],
  ] as const)('is none any more once the case has ended: %s', async (type, who, body) => {
    const id = await message();
    await says(id, 'askBack', officer('agent1'));
    await says(id, type, who(), body);
    const { todo, news } = await said(id);
    expect([todo, news.includes('message-asked-back')]).toEqual([[], true]);
  });
});

describe('what an order asks', () => {
  const asked = async (): Promise<string> => {
    const id = await the.order(opening());
    await does(id, 'askPapers', officer('agent1'), { keys: ['contract'], note: note('请补正购销合同') });
    return id;
  };
  const handIn = async (id: string): Promise<void> => {
    await does(id, 'supplement', taxpayer(), await filled('contract'));
  };

  it('is a 待办提醒 until the papers are handed in, and when one is returned', async () => {
    const id = await asked();
    expect(await said(id)).toEqual({ todo: ['order-papers-asked'], news: ['order-opened'] });
    await handIn(id);
    expect(await said(id)).toEqual({ todo: [], news: ['order-papers-asked', 'order-opened'] });
    await does(id, 'reviewPapers', officer('agent1'), { verdicts: [returned('contract')], reason: note('没有盖章') });
    expect(await said(id)).toEqual({ todo: ['order-papers-returned'], news: ['order-papers-asked', 'order-opened'] });
    await does(id, 'end', officer('supervisor1'), { reason: note('已通过其他渠道办理') });
    expect(await said(id)).toEqual({ todo: [], news: ['order-ended', 'order-papers-returned', 'order-papers-asked', 'order-opened'] });
  });

  it('is not asked again while the order waits for its form: the form asks', async () => {
    const id = await asked();
    await handIn(id);
    const formId = randomUUID();
    expect(outcome(await the.send(formId, officer('agent1'), sending(id)))).toBe('sent');
    expect(await web.knex('tasks').where({ case_id: id }).pluck('turn')).toEqual(['taxpayer']);
    expect(await said(id)).toEqual({ todo: [], news: ['order-papers-asked', 'order-opened'] });
    expect(await said(formId)).toEqual({ todo: ['form-sent'], news: [] });
  });
});

describe('what a form asks', () => {
  it('is a 待办提醒 until it is confirmed, also while it is being filled in, and when it is returned', async () => {
    const id = await form();
    await fills(id, 'save', taxpayer(), await filled('application'));
    expect(await said(id)).toEqual({ todo: ['form-sent'], news: [] });
    await submitted(id);
    expect(await said(id)).toEqual({ todo: [], news: ['form-sent'] });
    await fills(id, 'reviewPapers', officer('agent1'), {
      verdicts: [accepted(required[0]), returned(required[1])],
      reason: note('证明没有盖章'),
    });
    expect(await said(id)).toEqual({ todo: ['form-returned'], news: ['form-sent'] });
    await the.recalled(id);
    expect(await said(id)).toEqual({ todo: [], news: ['form-recalled', 'form-returned', 'form-sent'] });
  });
});

describe('the two parts', () => {
  it('count and are marked as read each for itself, and are nobody else’s', async () => {
    const as = taxpayer();
    const neighbour = await web.taxpayer('zhao-min');
    const [done, open] = [await message(), await message()];
    for (const id of [done, open]) await says(id, 'askBack', officer('agent1'));
    await says(done, 'supplement', as);
    const before = { todo: await inbox('todo'), news: await inbox('news') };
    expect(before.todo.items.every(({ category }) => category === 'todo')).toBe(true);
    expect(before.news.items.every(({ category }) => category === 'news')).toBe(true);
    const unreadOf = ({ items }: Inbox) => items.filter(({ readAt }) => readAt === null).length;
    expect(before.todo.unread).toEqual({ todo: unreadOf(before.todo), news: unreadOf(before.news) });

    const { body } = await web.ask('POST', '/api/notices/read-all', { as, body: { category: 'todo' } });
    expect(body).toEqual({ todo: 0, news: before.todo.unread.news });
    expect((await inbox('news')).items.find(({ caseId }) => caseId === done)).toMatchObject({ readAt: null });
    expect((await web.ask('POST', '/api/notices/read-all', { as, body: { category: 'news' } })).body).toEqual({ todo: 0, news: 0 });
    // A read entry stays in the list until it is done.
    expect(await said(open)).toEqual({ todo: ['message-asked-back'], news: [] });

    const theirs = await message('agent1', neighbour);
    await says(theirs, 'askBack', officer('agent1'));
    expect(await said(theirs)).toEqual({ todo: [], news: [] });
    expect(await inbox('todo', neighbour)).toMatchObject({ total: 1, items: [{ caseId: theirs }], unread: { todo: 1, news: 0 } });
    expect((await web.ask('GET', '/api/notices/unread', { as })).body).toEqual({ todo: 0, news: 0 });
  });
});
