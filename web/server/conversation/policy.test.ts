import { describe, expect, it } from '@jest/globals';

import { acceptsSetting, settingsFrom, type SettingKey } from '../../../domain/settings.ts';
import { conversationPolicyFrom } from './policy.ts';

const keys = ['call.ringSeconds', 'call.connectSeconds', 'call.awaySeconds'] as const satisfies readonly SettingKey[];

describe('limits of calls', () => {
  it('are the region’s settings of the day on which the conversation begins', () => {
    const settings = settingsFrom({ region: { 'call.ringSeconds': 20, 'call.connectSeconds': 40, 'call.awaySeconds': 90 } });
    expect(conversationPolicyFrom(settings)).toMatchObject({ ringSeconds: 20, connectSeconds: 40, awaySeconds: 90 });
  });

  it.each(keys)('%s leaves time to react, and ends', (key) => {
    expect([4, 5, 600, 601, 7.5].map((value) => acceptsSetting('region', key, value))).toEqual([false, true, true, false, false]);
    expect(acceptsSetting('centre', key, 60)).toBe(false);
  });
});
