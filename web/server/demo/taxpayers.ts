/** The demo bureau's data: its regions and its taxpayers, all invented. */
import type { TaxpayerRole } from '../../../domain/settings.ts';
import type { DemoTaxpayerKind } from '../../api/demo.ts';

export const demoIssuer = 'demo-bureau';

/** Names of the demo's two regions. */
export const demoRegions = {
  binhai: { id: 'binhai', name: '滨海市', nameEn: 'Binhai' },
  yunling: { id: 'yunling', name: '云岭市', nameEn: 'Yunling' },
} as const;
export type DemoRegionId = keyof typeof demoRegions;

export interface DemoIdentity {
  id: string;
  kind: 'enterprise' | 'natural-person';
  role: TaxpayerRole;
  companyName: string | null;
  taxNumber: string | null;
  taxpayerKind: DemoTaxpayerKind;
}

export interface DemoPerson {
  id: string;
  personName: string;
  phone: string;
  region: DemoRegionId;
  identities: readonly DemoIdentity[];
}

interface Company {
  name: string;
  taxNumber: string;
  taxpayerKind: Exclude<DemoTaxpayerKind, 'natural-person'>;
}
const whale: Company = { name: '滨海蓝鲸科技有限公司', taxNumber: '91990100MA0DEMO01X', taxpayerKind: 'general' };
const haiyan: Company = { name: '滨海海晏食品有限公司', taxNumber: '91990100MA0DEMO02X', taxpayerKind: 'small-scale' };
const tea: Company = { name: '云岭山茶商贸有限公司', taxNumber: '91990200MA0DEMO03X', taxpayerKind: 'general' };

const inCompany = (id: string, role: TaxpayerRole, { name, taxNumber, taxpayerKind }: Company): DemoIdentity => ({
  id,
  kind: 'enterprise',
  role,
  companyName: name,
  taxNumber,
  taxpayerKind,
});
const asPerson = (id: string): DemoIdentity => ({
  id,
  kind: 'natural-person',
  role: 'natural-person',
  companyName: null,
  taxNumber: null,
  taxpayerKind: 'natural-person',
});

export const demoTaxpayers: readonly DemoPerson[] = [
  {
    id: 'li-xue',
    personName: '李雪',
    phone: '19900000001',
    region: 'binhai',
    identities: [inCompany('li-xue-whale', 'legal-representative', whale), asPerson('li-xue')],
  },
  {
    id: 'chen-zhiqiang',
    personName: '陈志强',
    phone: '19900000002',
    region: 'binhai',
    identities: [inCompany('chen-zhiqiang-haiyan', 'finance-officer', haiyan), inCompany('chen-zhiqiang-whale', 'finance-officer', whale)],
  },
  {
    id: 'wang-lihua',
    personName: '王丽华',
    phone: '19900000003',
    region: 'binhai',
    identities: [inCompany('wang-lihua-haiyan', 'invoice-clerk', haiyan)],
  },
  { id: 'zhao-min', personName: '赵敏', phone: '19900000004', region: 'binhai', identities: [asPerson('zhao-min')] },
  {
    id: 'liu-yang',
    personName: '刘洋',
    phone: '19900000005',
    region: 'yunling',
    identities: [inCompany('liu-yang-tea', 'legal-representative', tea), asPerson('liu-yang')],
  },
  {
    id: 'zhou-wen',
    personName: '周文',
    phone: '19900000007',
    region: 'yunling',
    identities: [asPerson('zhou-wen'), inCompany('zhou-wen-tea', 'finance-officer', tea)],
  },
  // This taxpayer's region does not admit invoice clerks: demonstrates a refusal.
  {
    id: 'sun-guifang',
    personName: '孙桂芳',
    phone: '19900000006',
    region: 'yunling',
    identities: [asPerson('sun-guifang'), inCompany('sun-guifang-tea', 'invoice-clerk', tea)],
  },
];
