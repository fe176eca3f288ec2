/** Officers of the demo. All are fictitious and share one simple password, because it is a demo. */
import type { OfficerRole } from '../../domain/policies.ts';
import type { DemoRegionId } from '../../web/server/demo/taxpayers.ts';

export const demoPassword = 'zhengna-demo';

export interface DemoCentre {
  id: string;
  region: DemoRegionId;
  bureau: string;
  bureauEn: string;
  name: string;
  nameEn: string;
}

export const demoCentres: readonly DemoCentre[] = [
  {
    id: 'binhai-1',
    region: 'binhai',
    bureau: '国家税务总局滨海市税务局',
    bureauEn: 'Binhai Tax Service',
    name: '滨海市征纳互动运营中心',
    nameEn: 'Binhai Operation Centre',
  },
  {
    id: 'binhai-2',
    region: 'binhai',
    bureau: '国家税务总局滨海市高新区税务局',
    bureauEn: 'Binhai High-tech Zone Tax Service',
    name: '高新区征纳互动运营中心',
    nameEn: 'High-tech Zone Operation Centre',
  },
  {
    id: 'yunling-1',
    region: 'yunling',
    bureau: '国家税务总局云岭市税务局',
    bureauEn: 'Yunling Tax Service',
    name: '云岭市征纳互动运营中心',
    nameEn: 'Yunling Operation Centre',
  },
];

export interface DemoOfficer {
  login: string;
  name: string;
  role: OfficerRole;
  region: DemoRegionId;
  centre: string | null;
}

const of = (
  region: DemoRegionId,
  centre: string,
  role: OfficerRole,
  people: readonly (readonly [login: string, name: string])[],
): DemoOfficer[] => people.map(([login, name]) => ({ login, name, role, region, centre }));

export const demoOfficers: readonly DemoOfficer[] = [
  ...of('binhai', 'binhai-1', 'agent', [
    ['agent1', '周明'],
    ['agent2', '吴倩'],
    ['agent3', '郑凯'],
  ]),
  ...of('binhai', 'binhai-1', 'supervisor', [['supervisor1', '冯建国']]),
  ...of('binhai', 'binhai-2', 'agent', [
    ['agent4', '蒋雯'],
    ['agent5', '沈浩'],
  ]),
  ...of('binhai', 'binhai-2', 'supervisor', [['supervisor2', '韩梅']]),
  ...of('yunling', 'yunling-1', 'agent', [
    ['agent6', '杨帆'],
    ['agent7', '朱琳'],
  ]),
  ...of('yunling', 'yunling-1', 'supervisor', [['supervisor3', '秦岚']]),
  { login: 'admin', name: '许静', role: 'administrator', region: 'binhai', centre: null },
  { login: 'editor1', name: '林知远', role: 'editor', region: 'binhai', centre: null },
  { login: 'editor2', name: '何文静', role: 'editor', region: 'binhai', centre: null },
];

/** Sign-in data that the stack shows after its start. */
export const demoSignIns: readonly { role: OfficerRole; login: string; password: string; centre: string }[] = demoOfficers.map(
  ({ role, login, centre }) => ({
    role,
    login,
    password: demoPassword,
    centre: demoCentres.find(({ id }) => id === centre)?.name ?? '',
  }),
);
