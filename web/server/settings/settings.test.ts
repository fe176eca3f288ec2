import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { testWeb, type Answer, type Who } from '../../../tests/support/web.ts';
import type { SettingItem, SettingsOfPlace } from '../../api/settings.ts';
import { settingsOf } from '../../../db/settings.ts';
import { settingKeys, settingSpec, settingSpecs } from '../../../domain/settings.ts';
import { usualHours } from '../../../domain/usual-hours.ts';
import { gatewaySecretPlace } from '../../../runtime/secrets.ts';
import { openedGateway, sealStoredSecrets } from './secrets.ts';

const web = testWeb();
let admin: Who;
let stored: object[];

beforeAll(async () => {
  admin = await web.officer('admin');
  stored = await web.knex('settings').select('scope', 'scope_id', 'key', 'value');
});
beforeEach(async () => {
  await web.knex('settings').delete();
  await web.knex('settings').insert(stored.map((row) => ({ ...row, value: JSON.stringify((row as { value: unknown }).value) })));
});

const get = async (centreId?: string, as = admin): Promise<SettingsOfPlace> => {
  const answer = await web.ask('GET', `/api/settings${centreId === undefined ? '' : `?centreId=${centreId}`}`, { as });
  expect(answer.status).toBe(200);
  return answer.body as unknown as SettingsOfPlace;
};
const itemIn = ({ items }: SettingsOfPlace, key: string): SettingItem => {
  const found = items.find((item) => item.key === key);
  if (!found) throw new Error(`no ${key}`);
  return found;
};
const put = (changes: readonly object[], centreId: string | null = null, as = admin): Promise<Answer> =>
  web.ask('PUT', '/api/settings', { as, body: { centreId, changes } });
/** A change of the present value. */
const change = async (key: SettingItem['key'], value: unknown, centreId: string | null = null): Promise<Answer> =>
  put([{ key, version: itemIn(await get(centreId ?? undefined), key).version, to: 'value', value }], centreId);
const codesOf = ({ body }: Answer) => {
  const { code, fields = [] } = body['error'] as { code: string; fields?: { path: string; code: string; limit?: number }[] };
  return [code, ...fields.map((field) => [field.path, field.code, ...(field.limit === undefined ? [] : [field.limit])])];
};
const audited = (objectId: string): Promise<Record<string, unknown>[]> =>
  web
    .knex('audit_log')
    .where({ object_kind: 'setting', object_id: objectId })
    .orderBy('id')
    .select('action', 'actor_id', 'region_id', 'detail');

describe('who may', () => {
  it.each([
    ['nobody', () => Promise.resolve({}), 401],
    ['a taxpayer', () => web.taxpayer('zhao-min'), 403],
    ['an agent', () => web.officer('agent1'), 403],
    ['a supervisor', () => web.officer('supervisor1'), 403],
  ])('%s neither look nor change', async (_, who, status) => {
    const as = await who();
    expect((await web.ask('GET', '/api/settings', { as })).status).toBe(status);
    expect((await web.ask('GET', '/api/settings/warnings', { as })).status).toBe(status);
    expect((await put([{ key: 'upload.maxFiles', version: null, to: 'value', value: 3 }], null, as)).status).toBe(status);
  });
  it('an administrator not in another region’s centres', async () => {
    expect(codesOf(await web.ask('GET', '/api/settings?centreId=yunling-1', { as: admin }))).toEqual([
      'invalid-request',
      ['centreId', 'not-a-choice'],
    ]);
    expect(codesOf(await put([{ key: 'upload.maxFiles', version: null, to: 'value', value: 3 }], 'yunling-1'))).toEqual([
      'invalid-request',
      ['centreId', 'not-a-choice'],
    ]);
  });
});

describe('the settings of a place', () => {
  it('are all that there are for a region, and those of their own for a centre', async () => {
    expect((await get()).items.map(({ key }) => key)).toEqual(settingKeys);
    const centre = await get('binhai-2');
    expect(centre.items.map(({ key }) => key)).toEqual(settingKeys.filter((key) => settingSpec(key).scopes.includes('centre')));
    expect(centre).toMatchObject({ region: { id: 'binhai' }, centre: { id: 'binhai-2' } });
  });
  it('tell where each value comes from', async () => {
    const centre = await get('binhai-2');
    expect(itemIn(centre, 'message.firstAnswerMinutes')).toMatchObject({ value: 240, from: 'centre', own: true, inherited: 480 });
    expect(itemIn(centre, 'upload.maxBytes')).toMatchObject({ from: 'region', own: false, version: null });
    expect(itemIn(centre, 'order.disputes')).toMatchObject({ value: 2, from: 'default', own: false });
  });
  it('never hold a secret', async () => {
    const gateway = itemIn(await get(), 'sms.gateway');
    expect(gateway.secretsSet).toEqual(['secret']);
    expect(Object.keys(gateway.value as object).sort()).toEqual(['templates', 'url']);
    expect(JSON.stringify(gateway)).not.toContain((await settingsOf(web.knex, 'binhai'))['sms.gateway']?.secret);
  });
});

describe('a change', () => {
  it('is in force at once, tells its version and is audited with what was there before', async () => {
    const before = await audited('centre:binhai-2:message.firstAnswerMinutes');
    const answer = await change('message.firstAnswerMinutes', 120, 'binhai-2');
    expect(answer.status).toBe(200);
    expect(itemIn(answer.body as unknown as SettingsOfPlace, 'message.firstAnswerMinutes')).toMatchObject({ value: 120, from: 'centre' });
    expect((await settingsOf(web.knex, 'binhai', 'binhai-2'))['message.firstAnswerMinutes']).toBe(120);
    expect((await audited('centre:binhai-2:message.firstAnswerMinutes')).slice(before.length)).toEqual([
      { action: 'change', actor_id: admin['id'], region_id: 'binhai', detail: { before: '240', after: '120' } },
    ]);
  });
  it('back to what is inherited removes the own value', async () => {
    const { version } = itemIn(await get('binhai-2'), 'message.firstAnswerMinutes');
    const answer = await put([{ key: 'message.firstAnswerMinutes', version, to: 'inherit' }], 'binhai-2');
    expect(itemIn(answer.body as unknown as SettingsOfPlace, 'message.firstAnswerMinutes')).toMatchObject({
      value: 480,
      from: 'default',
      own: false,
      version: null,
    });
    expect((await audited('centre:binhai-2:message.firstAnswerMinutes')).at(-1)).toMatchObject({
      action: 'reset',
      detail: { after: null },
    });
  });
  it('of what somebody else has changed meanwhile is refused, and nothing of it is kept', async () => {
    const seen = await get();
    const mine = { key: 'upload.maxFiles', version: itemIn(seen, 'upload.maxFiles').version, to: 'value' };
    expect((await put([{ ...mine, value: 4 }])).status).toBe(200);
    const other = { key: 'order.disputes', version: itemIn(seen, 'order.disputes').version, to: 'value', value: 5 };
    const refused = await put([other, { ...mine, value: 6 }]);
    expect(refused.status).toBe(409);
    expect(codesOf(refused)).toEqual(['changed-meanwhile', ['changes.1.version', 'changed-meanwhile']]);
    const settings = await settingsOf(web.knex, 'binhai');
    expect([settings['upload.maxFiles'], settings['order.disputes']]).toEqual([4, 2]);
  });
  it('is refused as well when the value was removed and set again', async () => {
    const seen = itemIn(await get(), 'upload.maxBytes');
    await put([{ key: 'upload.maxBytes', version: seen.version, to: 'inherit' }]);
    await put([{ key: 'upload.maxBytes', version: null, to: 'value', value: 5_000_000 }]);
    expect(codesOf(await put([{ key: 'upload.maxBytes', version: seen.version, to: 'value', value: 6_000_000 }]))[0]).toBe(
      'changed-meanwhile',
    );
  });
  it('sent again after its answer was lost gives the same answer and is audited once', async () => {
    const sent = [{ key: 'order.disputes', version: null, to: 'value', value: 4 }];
    const before = (await audited('region:binhai:order.disputes')).length;
    expect((await put(sent)).status).toBe(200);
    expect((await put(sent)).status).toBe(200);
    expect((await audited('region:binhai:order.disputes')).length).toBe(before + 1);
  });
  it('by many at once goes through for one', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4, 5, 6].map((value) => put([{ key: 'order.disputes', version: null, to: 'value', value }])),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
  });
  it('leaves a secret that is not given, and replaces one that is', async () => {
    const sealedAs = (secret: string) => web.deps.secrets.seal(gatewaySecretPlace('binhai'), secret);
    await sealStoredSecrets(web.knex, web.deps.secrets);
    const before = await openedGateway(web.knex, web.deps.secrets, 'binhai');
    expect((await change('sms.gateway', { url: 'https://sms.example', templates: {} })).status).toBe(200);
    expect((await settingsOf(web.knex, 'binhai'))['sms.gateway']).toEqual({
      url: 'https://sms.example',
      templates: {},
      secret: sealedAs(before?.secret ?? ''),
    });
    expect((await change('sms.gateway', { url: 'https://sms.example', templates: {}, secret: 'another-secret-of-32' })).status).toBe(200);
    expect((await settingsOf(web.knex, 'binhai'))['sms.gateway']?.secret).toBe(sealedAs('another-secret-of-32'));
    const rows = (await audited('region:binhai:sms.gateway')).slice(-2);
    expect(rows.map(({ detail }) => (detail as { secretsChanged: boolean }).secretsChanged)).toEqual([false, true]);
    expect(JSON.stringify(rows)).not.toContain('secret-of');
  });
});

describe('a value that cannot be', () => {
  it.each([
    ['upload.maxFiles', 0, ['changes.0.value', 'out-of-range', 1]],
    ['upload.maxFiles', 21, ['changes.0.value', 'out-of-range', 20]],
    ['upload.maxFiles', '3', ['changes.0.value', 'invalid']],
    ['order.warnShare', 1, ['changes.0.value', 'out-of-range', 1]],
    ['entry.roles', ['king'], ['changes.0.value.0', 'not-a-choice']],
    ['entry.origins', ['nowhere'], ['changes.0.value.0', 'invalid']],
    ['form.reminders', [0.8, 0.5], ['changes.0.value', 'invalid']],
    ['sms.gateway', { url: 'https://sms.example', templates: {}, secret: 'short' }, ['changes.0.value.secret', 'too-short', 16]],
    [
      'calendar.hours',
      { ...usualHours, week: { ...usualHours.week, 1: [{ from: '08:60', to: '12:00' }] } },
      ['changes.0.value.week.1.0.from', 'time-invalid'],
    ],
    [
      'calendar.hours',
      { ...usualHours, week: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] } },
      ['changes.0.value.week', 'no-working-time'],
    ],
    ['calendar.hours', { ...usualHours, makeUp: [{ from: '12:00', to: '09:00' }] }, ['changes.0.value.makeUp.0', 'hours-not-ordered']],
    [
      'calendar.years',
      { 2027: { source: '通知', days: [{ day: '2026-01-01', kind: 'holiday', name: '' }] } },
      ['changes.0.value.2027.days.0.day', 'out-of-range'],
    ],
  ] as const)('is refused precisely: %s %j', async (key, value, fault) => {
    const answer = await change(key, value);
    expect(answer.status).toBe(422);
    expect(codesOf(answer)).toEqual(['invalid-request', fault]);
  });
  it('of the region is none for a centre', async () => {
    expect(codesOf(await put([{ key: 'entry.roles', version: null, to: 'value', value: [] }], 'binhai-2'))).toEqual([
      'invalid-request',
      ['changes.0.key', 'not-a-choice'],
    ]);
  });
  it('names all that is wrong at once', async () => {
    const answer = await put([
      { key: 'upload.maxFiles', version: itemIn(await get(), 'upload.maxFiles').version, to: 'value', value: 0 },
      { key: 'order.disputes', version: null, to: 'value', value: 'x' },
    ]);
    expect(codesOf(answer)).toEqual(['invalid-request', ['changes.0.value', 'out-of-range', 1], ['changes.1.value', 'invalid']]);
  });
});

describe('a limit that no calendar can count', () => {
  /** One hour of working time per week. */
  const rare = { week: { 1: [{ from: '09:00', to: '10:00' }], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] }, makeUp: [] };

  it('is refused with the longest that there can be', async () => {
    const answer = await change('message.answerMinutes', 525_600);
    const [code, fault] = codesOf(answer);
    expect([code, (fault as string[]).slice(0, 2)]).toEqual(['invalid-request', ['changes.0.value', 'beyond-calendar']]);
    expect((fault as [string, string, number])[2]).toBeGreaterThan(60_000);
    expect((await settingsOf(web.knex, 'binhai'))['message.answerMinutes']).toBe(480);
  });
  it('is refused where it is the calendar that is made too small, in a centre that inherits it as well', async () => {
    expect(codesOf(await change('calendar.hours', rare))[1]).toMatchObject(['changes.0.value', 'beyond-calendar', expect.any(Number)]);
    expect(codesOf(await change('calendar.hours', rare, 'binhai-1'))[1]).toMatchObject([
      'changes.0.value',
      'beyond-calendar',
      expect.any(Number),
    ]);
  });
  it('is refused as a sum, where each part of it could be counted', async () => {
    const keys = ['form.handInMinutes', 'form.reviewMinutes', 'form.resultMinutes'] as const;
    const items = await get();
    const answer = await put(keys.map((key) => ({ key, version: itemIn(items, key).version, to: 'value', value: 60_000 })));
    expect(
      codesOf(answer)
        .slice(1)
        .map((fault) => (fault as string[])[1]),
    ).toEqual(['beyond-calendar', 'beyond-calendar', 'beyond-calendar']);
  });
});

describe('a stored value of another version', () => {
  it('leaves all other settings in force, is told to the administrator and can be replaced', async () => {
    await web
      .knex('settings')
      .insert({ scope: 'region', scope_id: 'binhai', key: 'message.answerMinutes', value: JSON.stringify('two days') });
    await web.knex('settings').insert({ scope: 'centre', scope_id: 'yunling-1', key: 'of.yesterday', value: '1' });
    const found = itemIn(await get(), 'message.answerMinutes');
    expect(found).toMatchObject({ value: settingSpecs['message.answerMinutes'].default, from: 'default', own: true, rejected: true });
    expect((await web.ask('GET', '/api/message-form', { as: await web.taxpayer('zhao-min') })).status).toBe(200);
    const { body } = await web.ask('GET', '/api/settings/warnings', { as: admin });
    expect(body['rejected']).toEqual([{ key: 'message.answerMinutes', place: (await get()).region.name }]);
    expect((await change('message.answerMinutes', 60)).status).toBe(200);
    expect(itemIn(await get(), 'message.answerMinutes')).toMatchObject({ value: 60, from: 'region', rejected: false });
  });
});

describe('a year of holidays', () => {
  it('that was entered is settled and counts at once', async () => {
    const year = new Date().getFullYear() + 1;
    const day = `${String(year)}-01-04`;
    expect((await change('calendar.years', { [year]: { source: '通知', days: [{ day, kind: 'holiday', name: '元旦' }] } })).status).toBe(
      200,
    );
    const { body } = await web.ask('GET', '/api/settings/warnings', { as: admin });
    expect(body['years']).not.toContain(year);
    expect((await settingsOf(web.knex, 'binhai', 'binhai-2'))['calendar.years'][String(year)]?.days).toHaveLength(1);
  });
});
