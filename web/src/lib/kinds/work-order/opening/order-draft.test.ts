import { beforeEach, describe, expect, it } from '@jest/globals';

import { forgetOrder, isBlank, keepOrder, keptOrder, lastKeptOrder } from './order-draft.ts';
import type { OrderDraft } from './order-draft.ts';

const storage = new Map<string, string>();
const localStorage = {
  getItem: (name: string) => storage.get(name) ?? null,
  setItem: (name: string, value: string) => storage.set(name, value),
  removeItem: (name: string) => storage.delete(name),
};
Object.assign(globalThis, { window: { localStorage } });

const [officer, colleague] = ['officer', 'colleague'];
const whale = { id: 'whale', kind: 'enterprise' as const, personName: '李雪', companyName: '滨海蓝鲸科技有限公司', taxNumber: '91990100' };
const tea = { id: 'tea', kind: 'natural-person' as const, personName: '刘洋', companyName: null, taxNumber: null };
const draft = (more: Partial<OrderDraft> = {}): OrderDraft => ({
  taxpayer: whale,
  typeId: 'quota',
  priority: 'urgent',
  text: '申请调整额度 𠮷',
  fields: { amount: '100' },
  files: [{ id: 'f', name: '合同.pdf', size: 3 }],
  sent: { id: 'o', contents: 'c', open: ['c'] },
  ...more,
});

beforeEach(() => {
  for (const who of [officer, colleague]) for (const about of ['whale', 'tea', 'message', undefined]) forgetOrder(who, about);
});

describe('the draft of an order', () => {
  it('comes back as it was kept, to its officer and for what it is about alone', () => {
    keepOrder(officer, undefined, draft());
    expect(keptOrder(officer, 'whale')).toEqual(draft());
    expect(keptOrder(officer, 'tea')).toBeNull();
    expect(keptOrder(colleague, 'whale')).toBeNull();
    expect([...storage.values()].join()).toContain(JSON.stringify(JSON.stringify(draft())));
  });

  it('is one for each taxpayer and 留言, and a form for taxpayers begins with the last of theirs', () => {
    const [ofWhale, ofTea, ofMessage] = [draft(), draft({ taxpayer: tea, text: '退税' }), draft({ taxpayer: null, text: '额度不够' })];
    keepOrder(officer, undefined, ofWhale);
    keepOrder(officer, undefined, ofTea);
    keepOrder(officer, 'message', ofMessage);
    expect([keptOrder(officer, 'whale'), keptOrder(officer, 'tea'), keptOrder(officer, 'message')]).toEqual([ofWhale, ofTea, ofMessage]);
    expect(lastKeptOrder(officer)).toEqual(ofTea);
    expect(lastKeptOrder(colleague)).toBeNull();
  });

  it('is kept before anybody is chosen', () => {
    keepOrder(officer, undefined, draft({ taxpayer: null }));
    expect(lastKeptOrder(officer)).toEqual(draft({ taxpayer: null }));
  });

  it('once forgotten is nowhere, and the others stay', () => {
    keepOrder(officer, undefined, draft());
    keepOrder(officer, undefined, draft({ taxpayer: tea }));
    forgetOrder(officer, 'tea');
    expect([keptOrder(officer, 'tea'), lastKeptOrder(officer)]).toEqual([null, null]);
    expect(keptOrder(officer, 'whale')).toEqual(draft());
    forgetOrder(officer, 'whale');
    expect([...storage.values()]).toEqual([]);
  });

  it('is none when what is kept is of an older version, or no draft', () => {
    for (const kept of ['', 'no draft', 'null', '{}', JSON.stringify({ ...draft(), priority: 'soon' })]) {
      keepOrder(officer, 'message', draft());
      keepOrder(officer, 'message', JSON.parse(JSON.stringify(kept)) as OrderDraft);
      expect([kept, keptOrder(officer, 'message')]).toEqual([kept, null]);
    }
  });

  it('is blank until something is entered', () => {
    const blank = draft({ taxpayer: tea, typeId: '', priority: 'normal', text: '原文', fields: { amount: ' ' }, files: [], sent: null });
    expect(isBlank(blank, '原文')).toBe(true);
    expect(isBlank({ ...blank, text: ' ' }, '原文')).toBe(true);
    for (const entered of [
      { typeId: 'quota' },
      { priority: 'urgent' },
      { text: '原文。' },
      { fields: { amount: '1' } },
      { files: draft().files },
    ])
      expect([entered, isBlank({ ...blank, ...(entered as Partial<OrderDraft>) }, '原文')]).toEqual([entered, false]);
  });
});
