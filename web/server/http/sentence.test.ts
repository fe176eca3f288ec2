import { expect, it } from '@jest/globals';

import { sentenceOf } from './sentence.ts';

it('says in Shanghai time when an order can be urged again', () => {
  expect(sentenceOf('zh-CN', 'urge-limit', { nextAt: '2026-05-27T16:30:00.000Z' })).toBe('催办过于频繁，2026-05-28 00:30 后可再次催办。');
});

it('says who was first', () => {
  expect(sentenceOf('zh-CN', 'order-terminated', { by: 'taxpayer' })).toMatch(/^工单已由纳税人终止/);
  expect(sentenceOf('en', 'order-completed', { by: 'officer' })).toMatch(/^The order was completed by an officer\./);
});

it('needs no details to be a sentence', () => {
  expect(sentenceOf('zh-CN', 'order-completed')).not.toMatch(/errors:|{{|\$t/);
});
