/** Demo groups and types of work order, with stages and time limits. */
import type { Knex } from 'knex';

import type { PaperSpec } from '../../../domain/papers.ts';
import type { FieldSpec, StageSpec, WorkOrderDefinition } from '../../../domain/work-order/type.ts';
import type { DemoRegionId } from '../../../web/server/demo/taxpayers.ts';

type GroupKind = 'accept' | 'handle' | 'review' | 'support';

const groupNames: Record<GroupKind, readonly [name: string, nameEn: string]> = {
  accept: ['受理组', 'Acceptance'],
  handle: ['办理组', 'Handling'],
  review: ['复核组', 'Review'],
  support: ['系统支持组', 'System support'],
};

/** Two officers per group, so that a review is possible by somebody else. A small centre has the same officers in all groups. */
const members: Record<string, { region: DemoRegionId; groups: Record<GroupKind, readonly string[]> }> = {
  'binhai-1': {
    region: 'binhai',
    groups: { accept: ['agent1', 'agent2'], handle: ['agent2', 'agent3'], review: ['agent1', 'agent3'], support: ['agent1', 'agent2'] },
  },
  'binhai-2': {
    region: 'binhai',
    groups: { accept: ['agent4', 'agent5'], handle: ['agent4', 'agent5'], review: ['agent4', 'agent5'], support: ['agent4', 'agent5'] },
  },
  'yunling-1': {
    region: 'yunling',
    groups: { accept: ['agent6', 'agent7'], handle: ['agent6', 'agent7'], review: ['agent6', 'agent7'], support: ['agent6', 'agent7'] },
  },
};

const groupId = (centre: string, kind: GroupKind): string => `${centre}-${kind}`;

/** Centres that handle a region's orders. Matters of the zone's enterprises go to its own centre, if there is one. */
const places: Record<DemoRegionId, { main: string; zone: string }> = {
  binhai: { main: 'binhai-1', zone: 'binhai-2' },
  yunling: { main: 'yunling-1', zone: 'yunling-1' },
};
type Place = (typeof places)[DemoRegionId];

interface OrderType {
  id: string;
  name: string;
  nameEn: string;
  definition: WorkOrderDefinition;
}

const field = (key: string, name: string, nameEn: string, kind: FieldSpec['kind'], required = true): FieldSpec => ({
  key,
  name,
  nameEn,
  kind,
  required,
  choices: [],
});
const choice = (key: string, name: string, nameEn: string, choices: string[]): FieldSpec => ({
  ...field(key, name, nameEn, 'choice'),
  choices,
});
const paper = (key: string, name: string, nameEn: string, required = true): PaperSpec => ({ key, name, nameEn, required });

/** Stages that most types share; `rest` overrides them. */
const accept = (centre: string, limitMinutes: number, rest: Partial<StageSpec> = {}): StageSpec => ({
  key: 'accept',
  name: '受理',
  nameEn: 'Acceptance',
  groupId: groupId(centre, 'accept'),
  limitMinutes,
  backTo: [],
  tellTaxpayer: false,
  finish: 'nobody',
  terminable: true,
  ...rest,
});
const handle = (centre: string, limitMinutes: number, rest: Partial<StageSpec> = {}): StageSpec => ({
  ...accept(centre, limitMinutes),
  key: 'handle',
  name: '办理',
  nameEn: 'Handling',
  groupId: groupId(centre, 'handle'),
  backTo: ['accept'],
  tellTaxpayer: true,
  ...rest,
});
/** An order under review is practically decided, so the taxpayer can no longer terminate it. */
const review = (centre: string, limitMinutes: number, rest: Partial<StageSpec> = {}): StageSpec => ({
  ...accept(centre, limitMinutes),
  key: 'review',
  name: '复核',
  nameEn: 'Review',
  groupId: groupId(centre, 'review'),
  backTo: ['accept', 'handle'],
  terminable: false,
  ...rest,
});
const conclude = (centre: string, limitMinutes: number, rest: Partial<StageSpec> = {}): StageSpec => ({
  ...accept(centre, limitMinutes),
  key: 'conclude',
  name: '办结',
  nameEn: 'Conclusion',
  groupId: groupId(centre, 'handle'),
  backTo: ['handle', 'review'],
  finish: 'holder',
  terminable: false,
  ...rest,
});

/** Working minutes of a day, as in the settings. */
const day = 480;

const orderTypes = ({ main, zone }: Place): OrderType[] => [
  {
    id: 'quota',
    name: '数电票额度调整',
    nameEn: 'E-invoice quota adjustment',
    definition: {
      fields: [
        choice('period', '调整方式', 'Kind of adjustment', ['临时调整（当月有效）', '定期调整']),
        field('current', '当前额度（元）', 'Present quota (yuan)', 'number'),
        field('wanted', '申请额度（元）', 'Quota applied for (yuan)', 'number'),
        field('from', '希望生效日期', 'Wanted from', 'date', false),
        field('ground', '调整理由', 'Grounds', 'text'),
      ],
      papers: [
        paper('contract', '购销合同', 'Sales contract'),
        paper('statement', '近三个月开票明细', 'Invoices of the last three months'),
        paper('bank', '银行流水', 'Bank statement', false),
      ],
      stages: [accept(main, 120), handle(main, 2 * day), review(main, day), conclude(main, 120)],
    },
  },
  {
    id: 'tax-category',
    name: '税费种认定变更',
    nameEn: 'Change of tax and fee categories',
    definition: {
      fields: [
        choice('change', '变更类型', 'Kind of change', ['新增税费种', '终止税费种', '调整申报期限']),
        choice('category', '税费种', 'Category', ['增值税', '企业所得税', '个人所得税', '印花税', '房产税', '城镇土地使用税', '其他']),
        field('from', '变更起始日期', 'Changed from', 'date'),
        field('ground', '变更原因', 'Grounds', 'text'),
      ],
      papers: [
        paper('application', '税费种认定变更申请表', 'Application form'),
        paper('licence', '营业执照副本', 'Business licence (copy)', false),
      ],
      stages: [accept(main, 120), handle(main, day), review(main, day, { finish: 'supervisor' })],
    },
  },
  {
    id: 'refund',
    name: '退税申请辅导',
    nameEn: 'Help with a refund application',
    definition: {
      fields: [
        choice('kind', '退税类型', 'Kind of refund', ['误收多缴退税', '汇算清缴退税', '增值税留抵退税', '出口退税']),
        field('period', '税款所属期', 'Tax period', 'text'),
        field('amount', '申请退税金额（元）', 'Amount (yuan)', 'number'),
        field('paid-on', '缴款日期', 'Paid on', 'date', false),
      ],
      papers: [
        paper('receipt', '完税凭证', 'Certificate of payment'),
        paper('application', '退（抵）税申请表', 'Refund application form'),
        paper('account', '退税账户证明', 'Proof of the account', false),
      ],
      stages: [accept(main, 120), handle(main, 3 * day), review(main, 2 * day), conclude(main, day, { tellTaxpayer: true })],
    },
  },
  {
    id: 'registration',
    name: '税务登记信息变更',
    nameEn: 'Change of tax registration',
    definition: {
      fields: [
        choice('item', '变更项目', 'What changes', ['生产经营地址', '财务负责人', '办税人员', '联系电话', '经营范围', '银行账号']),
        field('before', '变更前内容', 'Before', 'text', false),
        field('after', '变更后内容', 'After', 'text'),
        field('from', '变更日期', 'Changed on', 'date'),
      ],
      papers: [paper('licence', '营业执照副本', 'Business licence (copy)'), paper('proof', '变更证明材料', 'Proof of the change', false)],
      stages: [accept(zone, 120), handle(zone, day), review(zone, day, { finish: 'holder' })],
    },
  },
  {
    id: 'invoice-fault',
    name: '发票异常处理',
    nameEn: 'Trouble with invoices',
    definition: {
      fields: [
        choice('trouble', '异常情形', 'What is wrong', ['开具后无法查验', '红字发票无法开具', '误作废', '异常凭证', '抵扣勾选异常']),
        field('number', '发票号码', 'Invoice number', 'text'),
        field('issued-on', '开票日期', 'Issued on', 'date'),
        field('amount', '价税合计（元）', 'Total with tax (yuan)', 'number', false),
      ],
      papers: [
        paper('invoice', '发票影像', 'Image of the invoice'),
        paper('statement', '情况说明', 'Statement', false),
        paper('contract', '业务合同或付款凭证', 'Contract or proof of payment', false),
      ],
      // The centre of the enterprise investigates; the city's centre reviews and concludes.
      stages: [accept(main, 60), handle(zone, 2 * day), review(main, day), conclude(main, 120)],
    },
  },
  {
    id: 'system',
    name: '系统操作问题',
    nameEn: 'Trouble with the system',
    definition: {
      fields: [
        choice('system', '问题系统', 'System', ['电子税务局网页端', '电子税务局手机端', '自然人电子税务局', '税务数字账户', '开票业务']),
        field('step', '操作步骤', 'What was done', 'text'),
        field('message', '错误提示', 'Error shown', 'text', false),
        field('seen-on', '发生日期', 'Seen on', 'date', false),
      ],
      papers: [paper('screenshot', '错误页面截图', 'Screenshot', false)],
      stages: [
        // Most questions are answered at once.
        accept(main, 60, { finish: 'holder' }),
        handle(main, day, { name: '技术处理', nameEn: 'Technical work', groupId: groupId(main, 'support') }),
        conclude(main, 60, { groupId: groupId(main, 'accept'), backTo: ['handle'], terminable: true }),
      ],
    },
  },
];

/** Positions follow those of 留言. */
const firstPosition = 100;

/** @param trx the seed's transaction, after officers, centres and regions were inserted */
export async function seedWorkOrders(trx: Knex.Transaction): Promise<void> {
  await seedGroups(trx);
  const types = (Object.keys(places) as DemoRegionId[]).flatMap((region) =>
    orderTypes(places[region]).map((type, i) => ({ ...type, id: `${region}-wo-${type.id}`, region, position: firstPosition + i })),
  );
  await trx('case_types')
    .insert(
      types.map(({ id, region, name, nameEn, position }) => ({
        id,
        kind: 'work-order',
        region_id: region,
        name,
        name_en: nameEn,
        position,
      })),
    )
    .onConflict('id')
    .ignore();
  await trx('type_versions')
    .insert(types.map(({ id, definition }) => ({ type_id: id, version: 1, definition: JSON.stringify(definition) })))
    .onConflict(['type_id', 'version'])
    .ignore();
}

/** Inserts members only with a new group. A member removed from an existing group is not restored. */
async function seedGroups(trx: Knex.Transaction): Promise<void> {
  const groups = Object.entries(members).flatMap(([centre, { region, groups }]) =>
    (Object.entries(groups) as [GroupKind, readonly string[]][]).map(([kind, logins], position) => ({
      row: {
        id: groupId(centre, kind),
        region_id: region,
        centre_id: centre,
        name: groupNames[kind][0],
        name_en: groupNames[kind][1],
        position,
      },
      logins,
    })),
  );
  const made = await trx('handling_groups')
    .insert(groups.map(({ row }) => row))
    .onConflict('id')
    .ignore()
    .returning<{ id: string }[]>('id');
  if (made.length === 0) return;
  const officers = await trx('officers').select<{ id: string; login: string }[]>('id', 'login');
  const idOf = new Map(officers.map(({ id, login }) => [login, id]));
  const rows = groups
    .filter(({ row }) => made.some(({ id }) => id === row.id))
    .flatMap(({ row, logins }) => logins.map((login) => ({ group_id: row.id, officer_id: idOf.get(login) })));
  await trx('group_members').insert(rows);
}
