/** A real installation's first hour: an empty database, the example of the documentation, and people who begin to work. */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { describe, expect, it } from '@jest/globals';
import { SignJWT } from 'jose';

import { testWeb } from './support/web.ts';
import { applySetup } from '../stack/setup/apply.ts';
import { readSetup, type Setup } from '../stack/setup/file.ts';

const example = path.join(import.meta.dirname, '..', 'docs', 'operations', 'setup.example.json');
const web = testWeb({ workers: true });
const tables = ['regions', 'centres', 'handling_groups', 'case_types', 'officers', 'officer_skills', 'group_members', 'host_keys'];
const rows = async () => Promise.all(tables.map((table) => web.knex(table).orderByRaw('1, 2').select<object[]>()));
const install = (setup: Setup) => applySetup(web.knex, setup, web.deps.secrets);

/** The example after a change to its only region. */
function changed(change: (region: Setup['regions'][number]) => void): Setup {
  const setup = readSetup(example);
  for (const region of setup.regions) change(region);
  return setup;
}

describe('a setup file', () => {
  it('installs what officers and taxpayers need to begin', async () => {
    const secret = randomBytes(32).toString('hex');
    const setup = changed((region) => {
      region.hostKeys = [{ issuer: 'etax.example', secret, kid: null }];
    });
    const accounts = await install(setup);
    expect(accounts.map(({ login }) => login)).toEqual(['example-admin', 'example-lead', 'example-agent']);

    for (const { login, password } of accounts) {
      const signedIn = await web.ask('POST', '/api/session', { body: { login, password }, headers: { origin: web.origin } });
      expect([login, signedIn.status]).toEqual([login, 200]);
    }
    const token = await new SignJWT({
      region: 'example',
      kind: 'enterprise',
      role: 'finance-officer',
      personName: '李雪',
      companyName: '示例公司',
      taxNumber: '91110000000000000X',
      phone: null,
    })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer('etax.example')
      .setSubject('subject-1')
      .setAudience('zhengna-hudong')
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(new TextEncoder().encode(secret));
    const entered = await web.ask('POST', '/api/entry', { body: { token } });
    expect(entered.status).toBe(200);
    const as = { authorization: `Bearer ${String(entered.body['accessToken'])}` };
    const id = randomUUID();
    const body = { centreId: 'example-1', typeId: 'example-invoice', text: '如何申请调整数电票额度？请指导办理。', reminder: 'none' };
    expect((await web.ask('PUT', `/api/messages/${id}`, { as, body })).status).toBe(200);
    const agent = await web.officer('example-agent');
    const taken = await web.ask('POST', `/api/cases/${id}/commands/claim`, { as: agent, body: {}, key: randomUUID() });
    expect([taken.status, taken.body['status']]).toEqual([200, 'assigned']);
    // The secret is stored sealed.
    expect(JSON.stringify(await web.knex('host_keys').select())).not.toContain(secret);
  }, 60_000);

  it('changes nothing when it is run again, and keeps the passwords', async () => {
    await install(readSetup(example));
    const before = await rows();
    expect(await install(readSetup(example))).toEqual([]);
    expect(await rows()).toEqual(before);
  });

  it('takes over changed names, skills and groups, and adds who is new', async () => {
    const added = await install(
      changed((region) => {
        region.name = '示例新市';
        region.officers = region.officers.map((officer) =>
          officer.login === 'example-agent' ? { ...officer, skills: ['example-other'], groups: [] } : officer,
        );
        region.officers.push({ login: 'example-agent-2', name: '坐席二', role: 'agent', centre: 'example-1', skills: '*', groups: [] });
      }),
    );
    expect(added.map(({ login }) => login)).toEqual(['example-agent-2']);
    expect(await web.knex('regions').where({ id: 'example' }).first('name')).toEqual({ name: '示例新市' });
    const agent = await web.knex('officers').where({ login: 'example-agent' }).first<{ id: string }>('id');
    expect(await web.knex('officer_skills').where({ officer_id: agent.id }).pluck('type_id')).toEqual(['example-other']);
    expect(await web.knex('group_members').where({ officer_id: agent.id }).pluck('group_id')).toEqual([]);
  });

  it.each<[string, (region: Setup['regions'][number]) => void, string]>([
    [
      'a centre of another region',
      ({ centres: [centre] }) => centre && (centre.id = 'binhai-1'),
      'the centre binhai-1 belongs to another region',
    ],
    [
      'a type of another region',
      ({ types: [type] }) => type && (type.id = 'binhai-invoice'),
      'the type binhai-invoice belongs to another region or kind',
    ],
    [
      'an officer of another region',
      ({ officers: [, officer] }) => officer && (officer.login = 'agent1'),
      'the officer agent1 has another region, centre or role already',
    ],
    [
      'a type that there is not',
      ({ officers: [, officer] }) => officer && (officer.skills = ['nothing']),
      'the type nothing of the officer example-lead',
    ],
    [
      'a group that there is not',
      ({ officers: [, officer] }) => officer && (officer.groups = ['binhai-none']),
      'the group binhai-none of the officer example-lead',
    ],
  ])('that names %s is refused, and nothing of it is installed', async (_, change, sentence) => {
    const before = await rows();
    const setup = changed((region) => {
      region.name = '不应保存';
      change(region);
    });
    await expect(install(setup)).rejects.toThrow(sentence);
    expect(await rows()).toEqual(before);
  });

  it('with a shared secret needs APP_SECRET', async () => {
    const setup = changed((region) => {
      region.hostKeys = [{ issuer: 'another.example', secret: 's'.repeat(32), kid: null }];
    });
    await expect(applySetup(web.knex, setup, null)).rejects.toThrow('APP_SECRET is not set');
  });
});

describe('a file that is not complete', () => {
  const fileWith = (text: string): string => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'zhengna-setup-')), 'setup.json');
    writeFileSync(file, text);
    return file;
  };
  it.each([
    ['{', 'is not JSON'],
    ['{}', 'regions: '],
    [
      '{"regions": [{"id": "Ü", "name": "x", "nameEn": "x", "centres": []}]}',
      'regions.0.id: an id consists of small letters, digits and dashes',
    ],
  ])('%s is refused with every place that is wrong', (text, sentence) => {
    expect(() => readSetup(fileWith(text))).toThrow(sentence);
  });
  it('that names an agent without a centre, an administrator with one, or types that have definitions is refused', () => {
    const { regions } = JSON.parse(JSON.stringify(readSetup(example))) as Setup;
    const [region] = regions;
    const wrong = {
      ...region,
      officers: [
        { login: 'a1', name: 'x', role: 'agent' },
        { login: 'a2', name: 'x', role: 'administrator', centre: 'example-1' },
      ],
      types: [{ kind: 'work-order', id: 'x', name: 'x', nameEn: 'x' }],
    };
    const read = () => readSetup(fileWith(JSON.stringify({ regions: [wrong] })));
    for (const place of ['regions.0.officers.0.centre', 'regions.0.officers.1.centre', 'regions.0.types.0.kind'])
      expect(read).toThrow(place);
  });
  it('that there is not is told with an example', () => {
    expect(() => readSetup('/nowhere/setup.json')).toThrow('cannot be read. An example is docs/operations/setup.example.json');
  });
});
