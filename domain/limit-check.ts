/** Checks that a centre's calendar has enough working time for its limits. */
import { settingKeys, settingSpecs, type SettingKey, type Settings } from './settings.ts';

export interface LimitFault {
  key: SettingKey;
  /** Longest possible limit, in whole minutes. */
  most: number;
}

/** Three limits of a form. An order that waits for the form adds them up. */
const together = ['form.handInMinutes', 'form.reviewMinutes', 'form.resultMinutes'] as const;

/**
 * Returns the limits that exceed the longest one that the calendar supports.
 * @param longest longest limit of the calendar, in minutes (`longestLimit`)
 */
export function limitFaults(settings: Settings, longest: number): LimitFault[] {
  const most = Math.floor(longest);
  const single = settingKeys.filter((key) => settingSpecs[key].unit === 'workingMinutes' && Number(settings[key]) > longest);
  const sum = together.reduce((minutes, key) => minutes + settings[key], 0);
  const summed = sum > longest && !together.some((key) => single.includes(key)) ? together : [];
  return [...single, ...summed].map((key) => ({ key, most }));
}
