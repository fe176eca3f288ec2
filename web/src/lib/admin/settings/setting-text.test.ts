import { describe, expect, it } from '@jest/globals';

import { settingKeys, settingSpec, type SettingKey } from '../../../../../domain/settings.ts';
import { holidayYearOf } from '../../../../../domain/holidays/index.ts';
import { draftOf, valueIn } from './setting-text.ts';

const words = { holiday: '休', workday: '班' };
const office = [{ from: '09:00', to: '12:00' }];

describe('what is shown', () => {
  it.each(settingKeys)('and not touched is read back as it was: %s', (key) => {
    const value = settingSpec(key).default;
    expect(valueIn(key, draftOf(key, value, words))).toEqual({ value });
  });
  it.each([
    ['calendar.days', { '2026-03-01': 'holiday', '2026-03-02': 'workday', '2026-03-03': [...office, { from: '13:00', to: '24:00' }] }],
    ['calendar.years', { 2026: holidayYearOf({}, 2026), 2027: { source: '通知', days: holidayYearOf({}, 2027).days } }],
    ['entry.origins', ['https://a.example', 'https://b.example']],
    ['sms.gateway', { url: 'https://sms.example', templates: { replied: 'T1', 'asked-back': 'T=2' } }],
    ['message.warnShare', 0.29],
    ['order.evaluationDays', 0.5],
    ['upload.maxBytes', 20 * 1_024 * 1_024],
  ] as const)('%s as well with a value of its own', (key, value) => {
    expect(valueIn(key, draftOf(key, value, words))).toEqual({ value });
  });
});

describe('what is written', () => {
  it.each<[SettingKey, Record<string, string>, unknown]>([
    ['message.answerMinutes', { value: '１，２００' }, 1_200],
    ['message.answerMinutes', { value: '1千' }, 1_000],
    ['upload.maxBytes', { value: '1.5' }, 1_572_864],
    ['order.warnShare', { value: '80%' }, 0.8],
    ['form.reminders', { value: '50％、80' }, [0.5, 0.8]],
    ['form.reminders', { value: '' }, []],
    ['calendar.days', { lines: '2026年3月1日，休\n2026/3/2,9:00-12:00' }, { '2026-03-01': 'holiday', '2026-03-02': office }],
    ['entry.origins', { lines: ' https://a.example \n\n' }, ['https://a.example']],
    ['sms.gateway', { used: 'off', url: 'x' }, null],
    [
      'sms.gateway',
      { used: 'on', url: 'https://sms.example', secret: ' new-secret ', templates: '' },
      { url: 'https://sms.example', templates: {}, secret: 'new-secret' },
    ],
  ])('as people do is read: %s %j', (key, draft, value) => {
    expect(valueIn(key, draft)).toEqual({ value });
  });
  it.each<[SettingKey, Record<string, string>, object[]]>([
    ['message.answerMinutes', { value: 'soon' }, [{ field: 'value', code: 'number' }]],
    ['order.disputes', { value: '1.5' }, [{ field: 'value', code: 'whole' }]],
    ['order.warnShare', { value: '100' }, [{ field: 'value', code: 'share' }]],
    ['form.reminders', { value: '80, 50' }, [{ field: 'value', code: 'shares' }]],
    [
      'calendar.days',
      { lines: '2026-03-01,休\n\n2026-03-01,班\nx\n2026-03-02' },
      [
        { field: 'lines', code: 'duplicate', line: 3 },
        { field: 'lines', code: 'days', line: 4 },
        { field: 'lines', code: 'days', line: 5 },
      ],
    ],
    [
      'calendar.years',
      { 'source.2027': '', 'days.2027': '' },
      [
        { field: 'source.2027', code: 'sourceMissing' },
        { field: 'days.2027', code: 'daysMissing' },
      ],
    ],
    ['calendar.years', { 'source.2027': '通知', 'days.2027': '2026-01-01,休' }, [{ field: 'days.2027', code: 'other-year', line: 1 }]],
    ['sms.gateway', { used: 'on', url: '', templates: 'a=b\nc' }, [{ field: 'templates', code: 'template', line: 2 }]],
  ])('and cannot be read is told by its field: %s %j', (key, draft, faults) => {
    expect(valueIn(key, draft)).toEqual({ faults });
  });
  it('as hours is told day by day', () => {
    const draft = { ...draftOf('calendar.hours', settingSpec('calendar.hours').default, words), 2: 'morning', makeUp: '9-12' };
    expect(valueIn('calendar.hours', draft)).toEqual({
      faults: [
        { field: '2', code: 'times' },
        { field: 'makeUp', code: 'times' },
      ],
    });
  });
});
