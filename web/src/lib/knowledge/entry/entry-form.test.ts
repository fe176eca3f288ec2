import { expect, it } from '@jest/globals';

import type { EntryDraft } from '../../../../../domain/knowledge.ts';
import { bodyOf, emptyForm, formOf } from './entry-form.ts';

const entry: EntryDraft = {
  topic: '发票',
  question: '如何开票',
  answer: '线上。\n\n- 一',
  keywords: ['开票', '数电票'],
  audience: ['enterprise', 'natural-person'],
  counterOnly: true,
  whereToGo: '一楼 3 号窗口',
  inScope: false,
  verified: true,
  note: null,
  sources: [
    { title: '公告', number: '2024年第11号', date: '2024-12' },
    { title: '指引', number: null, date: '2023' },
    { title: '解读', number: null, date: null },
  ],
  related: ['fp-001', 'fp-002'],
  validFrom: '2026-01-01',
  validTo: null,
  wordings: ['怎么开票', '开发票'],
};

it('an entry goes through the form unchanged', () => {
  expect(bodyOf(formOf(entry))).toEqual(entry);
});

it('blank lines, blanks and any comma are read as people mean them', () => {
  const form = { ...emptyForm(), wordings: ' 怎么开票 \n\n开发票', keywords: '开票, 数电票、红冲；', sources: '指引 | | 2023\n' };
  expect(bodyOf(form)).toMatchObject({
    wordings: ['怎么开票', '开发票'],
    keywords: ['开票', '数电票', '红冲'],
    sources: [{ title: '指引', number: null, date: '2023' }],
    whereToGo: null,
    validTo: null,
  });
});
