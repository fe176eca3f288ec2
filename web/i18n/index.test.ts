import { describe, expect, it } from '@jest/globals';
import { errorCodes, fieldCodes } from '../api/errors.ts';
import { createTranslate, isLanguage, languages, matchLanguage } from './index.ts';
import { en } from './en/index.ts';
import { zhCN } from './zh-CN/index.ts';

/** Returns every text below a namespace with the names of its parameters. */
const wantsOf = (words: object, path = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [
          [
            `${path}${key}`,
            [...value.matchAll(/{{(\w+)}}/g)]
              .map((match) => match[1])
              .sort()
              .join(),
          ] as [string, string],
        ]
      : typeof value === 'object' && value !== null
        ? wantsOf(value, `${path}${key}.`)
        : [],
  );

describe('languages', () => {
  it.each([
    [['en-GB', 'zh-CN'], 'en'],
    [['fr', 'zh-Hans-CN'], 'zh-CN'],
    [['zh;q=0.9'], 'zh-CN'],
    [['fr'], 'zh-CN'],
    [[], 'zh-CN'],
  ])('match the wishes %j as %s', (wishes, language) => {
    expect(matchLanguage(wishes)).toBe(language);
  });

  it('are known by name only', () => {
    expect(isLanguage('en')).toBe(true);
    expect(isLanguage('EN')).toBe(false);
    expect(isLanguage(null)).toBe(false);
  });
});

describe('translations', () => {
  it('want the same values in both languages', () => {
    const english = new Map(wantsOf(en));
    const different = wantsOf(zhCN).filter(([key, wants]) => english.get(key) !== wants);
    expect(different).toEqual([]);
  });

  it.each(languages)('have a sentence for every error in %s', (language) => {
    const t = createTranslate(language);
    for (const code of errorCodes)
      expect(
        t(`errors:${code}`, {
          limit: 20,
          minutes: '15',
          types: 'pdf',
          files: '3',
          ending: 'png',
          actual: 'png',
          nextAt: '2026-05-27 14:05',
          opensAt: '2026-05-27 09:00',
          from: '2026-05-27 09:00',
          until: '2026-05-27 09:00',
          by: 'officer',
          who: '林知远',
        }),
      ).not.toMatch(new RegExp(`^${code}$|errors:|{{|\\$t`));
    for (const code of fieldCodes) expect(t(`errors:fields.${code}`, { limit: 20 })).not.toMatch(/fields\.|{{/);
  });

  it.each(languages)('say in %s who ended an order', (language) => {
    const t = createTranslate(language);
    const sentences = (['taxpayer', 'officer', 'system'] as const).map((by) => t('errors:order-terminated', { by }));
    expect(new Set(sentences).size).toBe(3);
    for (const sentence of sentences) expect(sentence).not.toMatch(/errors:|\$t|{{/);
  });

  it('count as each language does', () => {
    expect(createTranslate('en')('pages.total', { count: 1 })).toBe('1 entry');
    expect(createTranslate('en')('pages.total', { count: 2 })).toBe('2 entries');
    expect(createTranslate('zh-CN')('pages.total', { count: 1 })).toBe('共 1 条');
    expect([1, 5].map((count) => createTranslate('en')('message:rate.star', { count }))).toEqual(['1 star', '5 stars']);
    expect([1, 2].map((count) => createTranslate('en')('charactersOver', { count }))).toEqual([
      '1 character too many',
      '2 characters too many',
    ]);
  });

  it('leave people’s words as they are', () => {
    expect(createTranslate('zh-CN')('message:window.greeting', { name: '<b>&' })).toContain('<b>&');
  });
});
