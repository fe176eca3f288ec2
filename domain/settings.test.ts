import { describe, expect, it } from '@jest/globals';

import {
  acceptsSetting,
  settingFound,
  settingKeys,
  settingsFrom,
  settingSpec,
  settingSpecs,
  shownSetting,
  withSecrets,
} from './settings.ts';

describe('the registry', () => {
  it.each(settingKeys)('accepts its own default for %s', (key) => {
    const { schema, default: value, scopes } = settingSpec(key);
    expect(schema.safeParse(value)).toMatchObject({ success: true, data: value });
    expect(scopes.length).toBeGreaterThan(0);
  });
});

describe('what is in force', () => {
  const key = 'message.answerMinutes';
  const preset = settingSpecs[key].default;

  it.each([
    ['nothing is stored', {}, preset, 'default', []],
    ['the region says something', { region: { [key]: 60 } }, 60, 'region', []],
    ['the centre says something else', { region: { [key]: 60 }, centre: { [key]: 30 } }, 30, 'centre', []],
    ['the centre’s is not accepted any more', { region: { [key]: 60 }, centre: { [key]: 'soon' } }, 60, 'region', ['centre']],
    ['neither is accepted any more', { region: { [key]: -1 }, centre: { [key]: null } }, preset, 'default', ['centre', 'region']],
  ])('when %s', (_, layers, value, from, rejected) => {
    expect(settingFound(key, layers)).toEqual({ value, from, rejected });
  });

  it('one value that is not accepted leaves all others as they are', () => {
    const settings = settingsFrom({ region: { 'upload.maxBytes': 'much', 'upload.maxFiles': 3, 'of.another.version': 1 } });
    expect(settings['upload.maxBytes']).toBe(settingSpecs['upload.maxBytes'].default);
    expect(settings['upload.maxFiles']).toBe(3);
  });

  it('a centre has no say where only its region has', () => {
    expect(settingFound('entry.roles', { centre: { 'entry.roles': [] } })).toMatchObject({ from: 'default', rejected: [] });
    expect(acceptsSetting('centre', 'entry.roles', [])).toBe(false);
    expect(acceptsSetting('region', 'entry.roles', [])).toBe(true);
    expect(acceptsSetting('region', 'entry.role', [])).toBe(false);
    expect(acceptsSetting('region', 'toString', [])).toBe(false);
  });
});

describe('secrets', () => {
  const stored = { url: 'https://sms.example', secret: 'a-secret-of-many-signs', templates: {} };

  it('are never shown', () => {
    expect(shownSetting('sms.gateway', stored)).toEqual({ url: 'https://sms.example', templates: {} });
    expect(shownSetting('sms.gateway', null)).toBeNull();
    expect(shownSetting('entry.roles', ['natural-person'])).toEqual(['natural-person']);
  });
  it('stay when they are left out, and are replaced when they are given', () => {
    const entered = { url: 'https://other.example', templates: {} };
    expect(withSecrets('sms.gateway', entered, stored)).toEqual({ ...entered, secret: stored.secret });
    expect(withSecrets('sms.gateway', { ...entered, secret: 'another' }, stored)).toEqual({ ...entered, secret: 'another' });
    expect(withSecrets('sms.gateway', entered, undefined)).toEqual(entered);
    expect(withSecrets('sms.gateway', null, stored)).toBeNull();
  });
});
