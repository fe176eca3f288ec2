import { describe, expect, it } from '@jest/globals';

import { namedIn, unsupportedIn, wholeSentencesOf } from './written-answer.ts';

const entries = [
  '登录电子税务局，进入【我要办税】-【发票使用】提交，15 日内办结，逾期按日加收 0.05% 滞纳金。',
  '年应税销售额超过500万元的，自2024年1月1日起登记。每年三次，税率百分之十三。详见 https://etax.example/guide 。',
];

describe('what the entries say', () => {
  it.each([
    ['在【我要办税】里提交，15日内办结。'],
    ['1. 登录\n2. 进入【发票使用】\n3. 等 15 日'],
    ['超过５００万元的，从 2024 年 1 月 1 日起登记'],
    ['一般纳税人签三方协议，一般一并办理'],
    ['每年3次，税率13%'],
    ['税率为 13 %，十五日内办结'],
    ['看 https://etax.example/guide'],
    ['①登录。②提交。第一步登录，第二步提交，一次性告知。'],
    ['税率13%[1]，15 日内办结[1, 2]。'],
    [''],
  ])('%s', (text) => {
    expect(unsupportedIn(text, entries)).toBeNull();
  });
});

describe('what no entry says', () => {
  it.each([
    ['20 日内办结', '20'],
    ['二十日内办结', '20'],
    ['税率为 15%', '15%'],
    ['税率百分之十五', '15%'],
    ['加收 0.5% 滞纳金', '0.5%'],
    ['超过 5,000 万元', '5000'],
    ['进入【我要查询】', '我要查询'],
    ['进入【 发票 使用 】再点【税务数字账户】', '税务数字账户'],
    ['看 https://evil.example/guide', 'https://evil.example/guide'],
    ['拨打 13800138000', '13800138000'],
    ['三十六万元以下免税', '360000'],
    ['第九条', '9'],
    ['十五日内办结[3]。', '[3]'],
    ['办结[0]。', '[0]'],
  ])('%s', (text, found) => {
    expect(unsupportedIn(text, entries)).toBe(found);
  });
});

it('a text is read in time that grows with its length', () => {
  const began = performance.now();
  expect(unsupportedIn('一'.repeat(20_000), entries)).toBeNull();
  expect(unsupportedIn('【'.repeat(20_000), entries)).toBeNull();
  expect(performance.now() - began).toBeLessThan(2_000);
});

it('a text names its entries', () => {
  expect(namedIn('先登录[2]，再提交［1］，等十五日[2、1]。')).toEqual([1, 2]);
  expect(namedIn('先登录。')).toEqual([]);
});

it('a text under way is read as far as its last whole sentence', () => {
  expect(wholeSentencesOf('先登录[1]。税率 1')).toBe('先登录[1]。');
  expect(wholeSentencesOf('税率 1')).toBe('');
});
