import { describe, expect, it } from '@jest/globals';

import type { CannedReply } from '../../../../../api/conversation/canned-replies.ts';
import { cannedQuery, matching } from './canned-match.ts';

describe('the list opens', () => {
  it.each([
    ['/', ''],
    ['／', ''],
    ['、', ''],
    ['/、', ''],
    ['/发票', '发票'],
    ['、 fapiao', 'fapiao'],
  ])('by %j', (text, query) => {
    expect(cannedQuery(text)).toBe(query);
  });

  it.each(['', '发票、申报', '2026/5', 'https://example.com', '/a/b', '/第一行\n第二行', '好的/'])('not by %j', (text) => {
    expect(cannedQuery(text)).toBeUndefined();
  });
});

describe('replies are found', () => {
  const reply = (id: string, title: string, body: string): CannedReply => ({ id, scope: 'own', title, body });
  const replies = [reply('a', '结束语', '感谢您的咨询'), reply('b', '问候', '您好，请问咨询什么'), reply('c', 'ETAX 登录', '请先登录')];

  it.each([
    ['', ['a', 'b', 'c']],
    ['咨询', ['a', 'b']],
    ['etax', ['c']],
    ['您好 什么', ['b']],
    ['没有', []],
  ])('by %j', (query, ids) => {
    expect(matching(replies, query).map(({ id }) => id)).toEqual(ids);
  });

  it('by their titles before their texts', () => {
    expect(matching([reply('x', '别的', '问候语'), ...replies], '问候').map(({ id }) => id)).toEqual(['b', 'x']);
  });
});
