import { describe, expect, it } from '@jest/globals';

import { emptyFormDraft, formBodyOf, formDraftOf, type FormTypeDraft } from './form-type-draft.ts';
import { newPaper } from '../../../admin/type-draft.ts';
import { formFaultsOf } from './form-type-faults.ts';

const paper = (key: string, required = true) => ({ key, name: '合同', nameEn: 'Contract', required });
const good = (change: Partial<FormTypeDraft> = {}): FormTypeDraft => ({
  name: '退税申请',
  nameEn: 'Refund',
  active: true,
  papers: [{ ...newPaper([]), ...paper('contract') }],
  ...change,
});
const found = (draft: FormTypeDraft) => formFaultsOf(formBodyOf(draft)).map(({ path, code }) => [path, code]);

describe('a template', () => {
  it('shown and sent again says what it said', () => {
    const type = { name: '退税申请', nameEn: 'Refund', active: false, definition: { papers: [paper('contract'), paper('proof', false)] } };
    const kept = { id: 'binhai-refund', version: 3, changedAt: '2026-11-21T08:00:00.000Z', running: 2, ...type };
    expect(formBodyOf(formDraftOf(kept))).toEqual(type);
  });

  it('begins with a paper that is required', () => {
    expect(formBodyOf(emptyFormDraft()).definition.papers).toEqual([{ key: 'paper-1', name: '', nameEn: '', required: true }]);
  });
});

describe('what is wrong with a template', () => {
  it('is nothing when it can be sent', () => {
    expect(found(good())).toEqual([]);
  });

  it.each<[string, Partial<FormTypeDraft>, [string, string][]]>([
    ['no paper', { papers: [] }, [['definition.papers', 'required']]],
    ['no English name', { nameEn: ' ' }, [['nameEn', 'required']]],
    [
      'a key twice',
      { papers: ['contract', 'contract '].map((key) => ({ ...newPaper([]), ...paper(key) })) },
      [['definition.papers.1.key', 'duplicate']],
    ],
    ['a key in Chinese', { papers: [{ ...newPaper([]), ...paper('合同') }] }, [['definition.papers.0.key', 'invalid']]],
    [
      'a name too long',
      { papers: [{ ...newPaper([]), ...paper('contract'), name: '长'.repeat(41) }] },
      [['definition.papers.0.name', 'too-long']],
    ],
  ])('%s', (_, change, faults) => {
    expect(found(good(change))).toEqual(faults);
  });
});
