/** Whether a calendar has so much working time as the limits of its centre ask for. */
import { settingKeys, settingSpecs, type SettingKey, type Settings } from './settings.ts';

export interface LimitFault {
  key: SettingKey;
  /** The longest limit that there can be, in whole minutes. */
  most: number;
}

/** A form's three limits, which an order that waits for the form counts together. */
const together = ['form.handInMinutes', 'form.reviewMinutes', 'form.resultMinutes'] as const;

/**
 * The limits that are longer than the longest that the calendar can be asked for.
 * @param longest of the calendar, in minutes (`longestLimit`)
 */
export function limitFaults(settings: Settings, longest: number): LimitFault[] {
  const most = Math.floor(longest);
  const single = settingKeys.filter((key) => settingSpecs[key].unit === 'workingMinutes' && Number(settings[key]) > longest);
  const sum = together.reduce((minutes, key) => minutes + settings[key], 0);
  const summed = sum > longest && !together.some((key) => single.includes(key)) ? together : [];
  return [...single, ...summed].map((key) => ({ key, most }));
}
