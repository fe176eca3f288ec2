import { expect, it } from '@jest/globals';

import { arranged, linkTarget } from './quick-links.ts';

it.each([
  ['https://etax.example.gov.cn/map?city=1', 'https://etax.example.gov.cn/map?city=1', true],
  ['/window/messages', '/window/messages', false],
  ['/window', '/window', false],
])('%s can be offered', (href, target, outside) => {
  expect(linkTarget(href)).toEqual({ href: target, outside });
});

it.each([
  'http://etax.example.gov.cn',
  'javascript:alert(1)',
  '/admin',
  '/window//evil.example',
  '/windows',
  '//evil.example',
  'mailto:a@b.cn',
  'https://user@evil.example',
  '',
])('%s cannot', (href) => {
  expect(linkTarget(href)).toBeNull();
});

it('a choice keeps its order, without what is not offered any more', () => {
  const offered = ['a', 'b', 'c'].map((id) => ({ id }));
  expect(arranged(offered, null).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(arranged(offered, ['c', 'gone', 'a']).map(({ id }) => id)).toEqual(['c', 'a']);
  expect(arranged(offered, [])).toEqual([]);
});
