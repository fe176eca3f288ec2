import { describe, expect, it } from '@jest/globals';

import { attemptFor, parseDraft } from './draft-format.ts';
import type { Draft } from './draft-format.ts';

const draft: Draft = {
  kind: 'reply',
  text: '您好',
  files: [{ id: 'f', name: '附件.pdf', size: 3 }],
  attempt: { key: 'k', textId: 't', contents: 'c' },
};

describe('a draft', () => {
  it('comes back as it was kept', () => {
    expect(parseDraft(JSON.stringify(draft))).toEqual(draft);
  });

  it.each([null, '', 'no draft', '{}', '{"kind":"reply"}', '[]', 'null', JSON.stringify({ ...draft, kind: 5 })])(
    'is none when what is kept is %s',
    (kept) => {
      expect(parseDraft(kept)).toBeNull();
    },
  );
});

describe('an attempt to send', () => {
  const ids = () => {
    let n = 0;
    return () => `new-${String((n += 1))}`;
  };

  it('keeps its ids while the contents are the same', () => {
    expect(attemptFor('c', draft.attempt, ids())).toBe(draft.attempt);
  });

  it('gets new ids for other contents, or the first time', () => {
    expect(attemptFor('other', draft.attempt, ids())).toEqual({ key: 'new-1', textId: 'new-2', contents: 'other' });
    expect(attemptFor('c', null, ids())).toEqual({ key: 'new-1', textId: 'new-2', contents: 'c' });
  });
});
