import { beforeEach, describe, expect, it } from '@jest/globals';

import { isBlank, keepDraft, keptDraft } from './plain-draft.ts';
import type { DraftOf, PlainDraft } from './plain-draft.ts';

const of = (officerId: string, originId = 'case', what = 'form'): DraftOf => ({ what, officerId, originId });
const storage = new Map<string, string>();
const localStorage = {
  getItem: (name: string) => storage.get(name) ?? null,
  setItem: (name: string, value: string) => storage.set(name, value),
  removeItem: (name: string) => storage.delete(name),
};
Object.assign(globalThis, { window: { localStorage } });

const draft = (more: Partial<PlainDraft> = {}): PlainDraft => ({
  typeId: 'refund',
  text: '请提供以下材料 𠮷',
  files: [{ id: 'f', name: '样表.pdf', size: 3 }],
  sent: { id: 'o', contents: 'c', open: ['c'] },
  ...more,
});
const blank = draft({ typeId: '', text: ' ', files: [], sent: null });

beforeEach(() => {
  for (const who of ['officer', 'colleague']) keepDraft(of(who), null);
});

describe('the draft of a case to be begun', () => {
  it('comes back as it was kept, to its officer and for its case alone', () => {
    keepDraft(of('officer'), draft());
    expect(keptDraft(of('officer'))).toEqual(draft());
    expect(keptDraft(of('officer', 'other'))).toBeNull();
    expect(keptDraft(of('colleague'))).toBeNull();
    expect(keptDraft(of('officer', 'case', 'follow-up'))).toBeNull();
  });

  it('is forgotten once it was sent, and when it was emptied', () => {
    for (const nothing of [null, blank]) {
      keepDraft(of('officer'), draft());
      keepDraft(of('officer'), nothing);
      expect([keptDraft(of('officer')), [...storage.values()]]).toEqual([null, []]);
    }
  });

  it('is blank until something is entered', () => {
    expect(isBlank(blank)).toBe(true);
    for (const entered of [{ typeId: 'refund' }, { text: '请' }, { files: draft().files }])
      expect(isBlank({ ...blank, ...entered })).toBe(false);
  });
});
