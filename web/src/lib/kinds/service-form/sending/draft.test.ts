import { beforeEach, describe, expect, it } from '@jest/globals';

import { isBlank, keepForm, keptForm } from './draft.ts';
import type { FormDraft } from './draft.ts';

const storage = new Map<string, string>();
const localStorage = {
  getItem: (name: string) => storage.get(name) ?? null,
  setItem: (name: string, value: string) => storage.set(name, value),
  removeItem: (name: string) => storage.delete(name),
};
Object.assign(globalThis, { window: { localStorage } });

const draft = (more: Partial<FormDraft> = {}): FormDraft => ({
  typeId: 'refund',
  text: '请提供以下材料 𠮷',
  files: [{ id: 'f', name: '样表.pdf', size: 3 }],
  sent: { id: 'o', contents: 'c' },
  ...more,
});
const blank = draft({ typeId: '', text: ' ', files: [], sent: null });

beforeEach(() => {
  for (const who of ['officer', 'colleague']) keepForm(who, 'case', null);
});

describe('the draft of a form', () => {
  it('comes back as it was kept, to its officer and for its case alone', () => {
    keepForm('officer', 'case', draft());
    expect(keptForm('officer', 'case')).toEqual(draft());
    expect(keptForm('officer', 'other')).toBeNull();
    expect(keptForm('colleague', 'case')).toBeNull();
  });

  it('is forgotten once it was sent, and when it was emptied', () => {
    for (const nothing of [null, blank]) {
      keepForm('officer', 'case', draft());
      keepForm('officer', 'case', nothing);
      expect([keptForm('officer', 'case'), [...storage.values()]]).toEqual([null, []]);
    }
  });

  it('is blank until something is entered', () => {
    expect(isBlank(blank)).toBe(true);
    for (const entered of [{ typeId: 'refund' }, { text: '请' }, { files: draft().files }])
      expect(isBlank({ ...blank, ...entered })).toBe(false);
  });
});
