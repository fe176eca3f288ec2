import type { DemoPerson } from './taxpayers.ts';

const surnames = ['赵', '钱', '孙', '李', '周', '吴', '郑', '王', '冯', '陈', '褚', '卫', '蒋', '沈', '韩', '杨'];
const givenNames = ['晓明', '丽', '建国', '芳', '志远', '静', '浩然', '敏', '子涵', '勇', '雨桐', '磊', '思远', '婷', '文博', '欣怡'];
const trades = ['食品', '科技', '商贸', '建材', '服饰', '物流', '餐饮', '五金'];

/**
 * Returns a taxpayer of the demo by number, always the same for the same number: a person for odd numbers, the finance officer of a small
 * company for even ones. Simulations need more people than the demo lists.
 */
export function simulatedTaxpayer(number: number): DemoPerson {
  const code = String(number).padStart(6, '0');
  const at = (list: readonly string[], place: number): string => list[place % list.length] ?? '';
  const personName = `${at(surnames, number)}${at(givenNames, Math.floor(number / surnames.length))}`;
  const company = number % 2 === 0;
  return {
    id: `simulated-${code}`,
    personName,
    phone: `19910${code}`,
    region: 'binhai',
    identities: [
      {
        id: `simulated-${code}`,
        kind: company ? 'enterprise' : 'natural-person',
        role: company ? 'finance-officer' : 'natural-person',
        companyName: company ? `滨海${code}${at(trades, number / 2)}有限公司` : null,
        taxNumber: company ? `919901MA${code}SIM${String(number % 10)}` : null,
        taxpayerKind: company ? 'small-scale' : 'natural-person',
      },
    ],
  };
}
