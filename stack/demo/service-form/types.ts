/** Demo templates of 业务办理服务确认单: the papers of each matter, as listed in the guides to tax services. */
import type { Knex } from 'knex';

import type { PaperSpec } from '../../../domain/papers.ts';
import type { FormDefinition } from '../../../domain/service-form/template.ts';
import { demoRegions, type DemoRegionId } from '../../../web/server/demo/taxpayers.ts';
import { teachAgents } from '../teach.ts';

interface Template {
  id: string;
  name: string;
  nameEn: string;
  definition: FormDefinition;
}

const paper = (key: string, name: string, nameEn: string): PaperSpec => ({ key, name, nameEn, required: true });
const optional = (key: string, name: string, nameEn: string): PaperSpec => ({ ...paper(key, name, nameEn), required: false });

const templates: readonly Template[] = [
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

/** Positions follow those of 留言 and work orders. */
const firstPosition = 200;

/** @param trx the seed's transaction, after officers and regions were inserted */
export async function seedServiceForms(trx: Knex.Transaction): Promise<void> {
  const rows = (Object.keys(demoRegions) as DemoRegionId[]).flatMap((region) =>
    templates.map(({ id, name, nameEn, definition }, i) => ({
      type: { id: `${region}-sf-${id}`, kind: 'service-form', region_id: region, name, name_en: nameEn, position: firstPosition + i },
      definition,
    })),
  );
  const made = await trx('case_types')
    .insert(rows.map(({ type }) => type))
    .onConflict('id')
    .ignore()
    .returning<{ id: string; region_id: string }[]>(['id', 'region_id']);
  await trx('type_versions')
    .insert(rows.map(({ type, definition }) => ({ type_id: type.id, version: 1, definition: JSON.stringify(definition) })))
    .onConflict(['type_id', 'version'])
    .ignore();
  await teachAgents(trx, made);
}
