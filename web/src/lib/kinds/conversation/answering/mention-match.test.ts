import { describe, expect, it } from '@jest/globals';

import { colleaguesLike, mentionedIn, mentionQuery, mostMentioned, withMention } from './mention-match.ts';

const colleagues = ['王芳', '王芳菲', '李明', 'Ann Lee'].map((name, n) => ({ id: String(n), name }));

describe('a name is being written', () => {
  it.each([
    ['请@', ''],
    ['＠王', '王'],
    ['@王 李', undefined],
    ['没有', undefined],
    ['a@b@李', '李'],
  ])('%s', (text, query) => {
    expect(mentionQuery(text)).toBe(query);
  });

  it('is found by any part, and put in place of what was typed', () => {
    expect(colleaguesLike(colleagues, '芳').map(({ name }) => name)).toEqual(['王芳', '王芳菲']);
    expect(withMention('请看 @王', '王芳')).toBe('请看 @王芳 ');
  });
});

describe('a text mentions', () => {
  it.each([
    ['@王芳 请看', ['0']],
    ['@王芳菲 请看', ['1']],
    ['@王芳菲 @王芳 ＠李明', ['1', '0', '2']],
    ['王芳', []],
    ['@Ann Lee', ['3']],
  ])('%s', (text, ids) => {
    expect(mentionedIn(text, colleagues).toSorted()).toEqual(ids.toSorted());
  });

  it('no more than fit', () => {
    const many = Array.from({ length: 9 }, (_, n) => ({ id: String(n), name: `名${String(n)}` }));
    expect(mentionedIn(many.map(({ name }) => `@${name}`).join(''), many)).toHaveLength(mostMentioned);
  });
});
