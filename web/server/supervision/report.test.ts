/** Reports over HTTP: scope by supervisor, the exact CSV file, and refusals. */
import { beforeAll, describe, expect, it } from '@jest/globals';

import { dayNumberOf, dateOf } from '../../../domain/shanghai.ts';
import { keepReported, type ReportedCase } from '../../../tests/support/reported-case.ts';
import { testWeb, type Who } from '../../../tests/support/web.ts';
import type { Report } from '../../api/report.ts';
import { codeOf } from '../../../tests/support/desk-web.ts';

const web = testWeb();

type Person = Who & { id: string };
const people: Record<string, Person> = {};
const person = (login: string): Person => people[login] ?? ({} as never);
const days = 'from=2025-03-02&to=2025-03-04';
const today = dateOf(dayNumberOf(Date.now()));
const tomorrow = dateOf(dayNumberOf(Date.now()) + 1);

beforeAll(async () => {
  people['taxpayer'] = await web.taxpayer('li-xue-whale');
  for (const login of ['agent1', 'agent2', 'supervisor1', 'supervisor2', 'supervisor3', 'admin']) people[login] = await web.officer(login);
  const identity = person('taxpayer').id;
  const message = { kind: 'message', region: 'binhai', centre: 'binhai-1', type: 'binhai-other', identity } as const;
  const agent = person('agent1').id;
  const world: ReportedCase[] = [
    {
      ...message,
      ...{ opened: '2025-03-02 09:00:00', answered: '2025-03-02 10:30:00', by: agent, assignee: agent },
      ...{ closed: '2025-03-03 09:00:00', as: 'resolved', stars: 4, resolved: true },
    },
    { ...message, opened: '2025-03-04 09:00:00' },
    { ...message, centre: 'binhai-2', opened: '2025-03-03 09:00:00', closed: '2025-03-03 10:00:00', as: 'unresolved' },
    { ...message, region: 'yunling', centre: 'yunling-1', type: 'yunling-other', opened: '2025-03-03 09:00:00' },
  ];
  for (const each of world) await keepReported(web.knex, each);
}, 120_000);

async function reported(who: string, query = days, headers: Who = {}): Promise<Report> {
  const { status, body } = await web.ask('GET', `/api/supervision/report?${query}`, { as: person(who), headers });
  expect([status, body['error']]).toEqual([200, undefined]);
  return body as unknown as Report;
}

describe('a report', () => {
  it('is of the supervisor’s centre, beside the days before', async () => {
    const { from, to, before, totals, earlier, days: byDay, types, officers, centres, choices } = await reported('supervisor1');
    expect([from, to, before]).toEqual(['2025-03-02', '2025-03-04', { from: '2025-02-27', to: '2025-03-01' }]);
    expect(totals).toEqual({
      ...{ opened: 2, open: 1, ended: 1, overdue: 0, settled: 1, resolved: 1, stars: [0, 0, 0, 1, 0] },
      waiting: { count: 1, median: 5_400, p90: 5_400 },
      handling: { count: 1, median: 86_400, p90: 86_400 },
    });
    expect(earlier).toMatchObject({ opened: 0, ended: 0, open: 0 });
    expect(byDay).toEqual([
      { day: '2025-03-02', opened: 1, ended: 0, open: 1 },
      { day: '2025-03-03', opened: 0, ended: 1, open: 0 },
      { day: '2025-03-04', opened: 1, ended: 0, open: 1 },
    ]);
    expect(types.map(({ id, kind, name, opened }) => [id, kind, name, opened])).toEqual([['binhai-other', 'message', '其他', 2]]);
    expect(officers.map(({ id, name, ended, waiting }) => [id, name, ended, waiting.count])).toEqual([[person('agent1').id, '周明', 1, 1]]);
    expect(centres.map(({ id, name }) => [id, name])).toEqual([['binhai-1', '滨海市征纳互动运营中心']]);
    expect(choices.centres).toHaveLength(1);
    expect(choices.types.map(({ id }) => id)).toEqual(expect.arrayContaining(['binhai-other', 'binhai-wo-quota']));
  });

  it('is of the region for its administrator, who names officers centre by centre', async () => {
    const { totals, centres, officers, choices } = await reported('admin');
    expect(totals).toMatchObject({ opened: 3, ended: 2, open: 1, settled: 2, resolved: 1 });
    expect(centres.map(({ id, opened }) => [id, opened])).toEqual([
      ['binhai-1', 2],
      ['binhai-2', 1],
    ]);
    expect(officers).toEqual([]);
    expect(choices.centres.map(({ id }) => id)).toEqual(['binhai-1', 'binhai-2']);
    const second = await reported('admin', `${days}&centreId=binhai-2`);
    expect(second.totals).toMatchObject({ opened: 1, ended: 1, resolved: 0 });
    expect(second.officers.map(({ id, ended }) => [id, ended])).toEqual([['nobody', 1]]);
    expect(second.choices.centres).toHaveLength(2);
  });

  it('tells nothing of another centre or another region', async () => {
    expect((await reported('supervisor2')).totals).toMatchObject({ opened: 1, ended: 1 });
    const other = await reported('supervisor3');
    expect([other.totals.opened, other.totals.ended, other.choices.types.map(({ id }) => id)]).toEqual([
      1,
      0,
      expect.not.arrayContaining(['binhai-other']),
    ]);
  });

  it('is narrowed, and speaks English to whoever wishes it', async () => {
    expect((await reported('supervisor1', `${days}&kind=work-order`)).totals.opened).toBe(0);
    const { types } = await reported('supervisor1', `${days}&kind=message&typeId=binhai-other&centreId=binhai-1`, {
      'accept-language': 'en',
    });
    expect(types[0]).toMatchObject({ name: 'Other', opened: 2 });
  });

  it('is of today, too', async () => {
    expect((await reported('supervisor1', `from=${today}&to=${today}`)).days).toHaveLength(1);
  });
});

describe('the file', () => {
  const file = (who: string, query: string) => web.ask('GET', `/api/supervision/report.csv?${query}`, { as: person(who) });

  it('is a table for spreadsheets, named and to the byte', async () => {
    const response = await fetch(`${web.origin}/api/supervision/report.csv?${days}&table=type`, {
      headers: { cookie: person('supervisor1')['cookie'] ?? '' },
    });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toContain(
      `filename*=UTF-8''${encodeURIComponent('业务报表（按类型）2025-03-02至2025-03-04.csv')}`,
    );
    expect(response.headers.get('cache-control')).toBe('private, no-store');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf');
    expect(bytes.subarray(3).toString()).toBe(
      [
        '事项种类,事项类型,新增,期末在办,结束,首次答复件数,首次答复用时：中位数（分钟）,首次答复用时：九成不超过（分钟）,' +
          '办理用时：中位数（分钟）,办理用时：九成不超过（分钟）,曾超时件数,超时率（%）,已解决件数,解决率（%）,评价件数,平均评分,' +
          '1 星件数,2 星件数,3 星件数,4 星件数,5 星件数',
        '留言,其他,2,1,1,1,90,90,1440,1440,0,0,1,100,1,4,0,0,0,1,0',
        '',
      ].join('\r\n'),
    );
  });

  it('has the days, the officers or the centres', async () => {
    const text = async (who: string, query: string): Promise<string[][]> =>
      String((await file(who, query)).body['text'])
        .trim()
        .split('\r\n')
        .map((line) => line.split(','));
    const byDay = await text('supervisor1', `${days}&table=day`);
    expect(byDay.map(([day, opened, open, ended]) => [day, opened, open, ended])).toEqual([
      ['日期', '新增', '期末在办', '结束'],
      ['2025-03-02', '1', '1', '0'],
      ['2025-03-03', '0', '0', '1'],
      ['2025-03-04', '1', '1', '0'],
    ]);
    expect((await text('supervisor1', `${days}&table=officer`))[1]?.slice(0, 3)).toEqual(['周明', '1', '1']);
    expect((await text('admin', `${days}&table=officer`)).map(([name]) => name).slice(1)).toEqual(['无人承办', '周明']);
    expect((await text('admin', `${days}&table=centre&language=en`)).map(([name, opened]) => [name, opened])).toEqual([
      ['Centre', 'Opened'],
      ['Binhai Operation Centre', '2'],
      ['High-tech Zone Operation Centre', '1'],
    ]);
  });

  it('holds no formula, whatever somebody is called', async () => {
    await web
      .knex('officers')
      .where({ id: person('agent1').id })
      .update({ name: '=HYPERLINK("http://a","b")' });
    const { body } = await file('supervisor1', `${days}&table=officer`);
    await web
      .knex('officers')
      .where({ id: person('agent1').id })
      .update({ name: '周明' });
    expect(String(body['text'])).toContain(`\r\n"'=HYPERLINK(""http://a"",""b"")",1,`);
  });

  it('is noted: who took what', async () => {
    await file('admin', `${days}&table=centre&kind=message`);
    const last = await web.knex('audit_log').orderBy('id', 'desc').first<Record<string, unknown>>();
    expect(last).toMatchObject({
      actor_id: person('admin').id,
      region_id: 'binhai',
      action: 'export',
      object_kind: 'report',
      object_id: 'binhai',
      detail: { table: 'centre', from: '2025-03-02', to: '2025-03-04', kind: 'message', typeId: null },
    });
  });

  it('is of a table that there is', async () => {
    expect(fieldsOf((await file('supervisor1', `${days}&table=week`)).body)).toEqual([['table', 'not-a-choice']]);
    expect(fieldsOf((await file('supervisor1', days)).body)).toEqual([['table', 'required']]);
  });
});

const fieldsOf = (body: Record<string, unknown>) =>
  (body['error'] as { fields: { path: string; code: string }[] }).fields.map(({ path, code }) => [path, code]);

describe('who is told', () => {
  it.each(['/api/supervision/report', '/api/supervision/report.csv'])(
    'is nobody but supervisors and administrators: %s',
    async (address) => {
      const ask = async (as?: Who) => {
        const answer = await web.ask('GET', `${address}?${days}&table=day`, as ? { as } : {});
        return [answer.status, codeOf(answer)];
      };
      expect([await ask(person('agent1')), await ask(person('taxpayer')), await ask()]).toEqual([
        [403, 'not-allowed'],
        [403, 'not-allowed'],
        [401, 'not-signed-in'],
      ]);
    },
  );
});

describe('what cannot be reported on', () => {
  it.each([
    [
      '',
      [
        ['from', 'required'],
        ['to', 'required'],
      ],
    ],
    ['from=2025-02-30&to=2025-03-01', [['from', 'not-a-date']]],
    ['from=2025-03-02&to=2025-03-01', [['to', 'before-start']]],
    ['from=2024-03-01&to=2025-03-02', [['to', 'too-many-days']]],
    [`from=2025-12-01&to=${tomorrow}`, [['to', 'in-future']]],
    [`${days}&kind=letter`, [['kind', 'not-a-choice']]],
    [`${days}&typeId=unknown`, [['typeId', 'not-a-choice']]],
    [`${days}&typeId=yunling-other`, [['typeId', 'not-a-choice']]],
    [`${days}&centreId=binhai-2`, [['centreId', 'not-a-choice']]],
    [`${days}&typeId=${'x'.repeat(61)}`, [['typeId', 'too-long']]],
    [
      'from=2025-03-02&to=2025-03-01&kind=letter&typeId=unknown&centreId=yunling-1',
      [
        ['kind', 'not-a-choice'],
        ['typeId', 'not-a-choice'],
        ['centreId', 'not-a-choice'],
        ['to', 'before-start'],
      ],
    ],
  ])('is said at once: %s', async (query, faults) => {
    const { status, body } = await web.ask('GET', `/api/supervision/report?${query}`, { as: person('supervisor1') });
    expect([status, fieldsOf(body)]).toEqual([422, faults]);
  });

  it('is another region’s centre, to an administrator, too', async () => {
    const { status, body } = await web.ask('GET', `/api/supervision/report?${days}&centreId=yunling-1`, { as: person('admin') });
    expect([status, fieldsOf(body)]).toEqual([422, [['centreId', 'not-a-choice']]]);
  });
});
