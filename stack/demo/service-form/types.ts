/** Demo templates of 业务办理服务确认单: the papers of each matter, as listed in the guides to tax services. */
import type { Knex } from 'knex';

import type { PaperSpec } from '../../../domain/papers.ts';
import type { FormDefinition } from '../../../domain/service-form/template.ts';
import { seedDefinedTypes, type DemoType } from '../defined-types.ts';

const paper = (key: string, name: string, nameEn: string): PaperSpec => ({ key, name, nameEn, required: true });
const optional = (key: string, name: string, nameEn: string): PaperSpec => ({ ...paper(key, name, nameEn), required: false });

const templates: readonly (DemoType & { definition: FormDefinition })[] = [
  {
    id: 'vat-credit-refund',
    name: '增值税留抵退税申请',
    nameEn: 'Refund of excess input VAT',
    definition: {
      papers: [
        paper('application', '退（抵）税申请表', 'Refund application form'),
        paper('account', '退税账户开户证明', 'Proof of the account for the refund'),
        optional('industry', '行业销售额占比说明', 'Statement on the share of sales by industry'),
        optional('input', '进项税额构成情况说明', 'Statement on the make-up of input tax'),
      ],
    },
  },
  {
    id: 'overpayment-refund',
    name: '误收多缴退抵税申请',
    nameEn: 'Refund of overpaid tax',
    definition: {
      papers: [
        paper('application', '退（抵）税申请表', 'Refund application form'),
        paper('receipt', '完税凭证', 'Certificate of payment'),
        optional('account', '退税账户开户证明', 'Proof of the account for the refund'),
        optional('proof', '多缴税费证明资料', 'Proof of the overpayment'),
      ],
    },
  },
  {
    id: 'cross-region',
    name: '跨区域涉税事项报验',
    nameEn: 'Registration of business in another region',
    definition: {
      papers: [
        paper('report', '跨区域涉税事项报告表', 'Report on business in another region'),
        paper('licence', '营业执照副本', 'Business licence (copy)'),
        paper('contract', '跨区域经营合同', 'Contract for the business in the other region'),
        optional('agent', '经办人身份证件', 'Identity card of the person who acts'),
      ],
    },
  },
  {
    id: 'general-taxpayer',
    name: '增值税一般纳税人登记',
    nameEn: 'Registration as a general VAT taxpayer',
    definition: {
      papers: [
        paper('registration', '增值税一般纳税人登记表', 'Registration form for general VAT taxpayers'),
        paper('licence', '营业执照副本', 'Business licence (copy)'),
        optional('agent', '经办人身份证件', 'Identity card of the person who acts'),
        optional('accounting', '会计核算健全情况说明', 'Statement on sound accounts'),
      ],
    },
  },
  {
    id: 'deregistration',
    name: '注销税务登记',
    nameEn: 'Tax deregistration',
    definition: {
      papers: [
        paper('application', '清税申报表', 'Tax clearance form'),
        paper('resolution', '股东会决议或上级主管部门批复', 'Resolution of the owners, or approval by the authority above'),
        optional('invoices', '未使用的发票及发票领用簿', 'Unused invoices and the invoice book'),
        optional('final-return', '企业所得税清算申报表', 'Final corporate income tax return'),
      ],
    },
  },
];

/** @param trx the seed's transaction, after officers and regions were inserted */
export const seedServiceForms = (trx: Knex.Transaction): Promise<void> =>
  seedDefinedTypes(trx, 'service-form', { prefix: 'sf', firstPosition: 200, types: templates });
