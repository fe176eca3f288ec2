/** Part of the day in Asia/Shanghai, for the greeting. */
type DayPart = 'night' | 'morning' | 'noon' | 'afternoon' | 'evening';

const beginnings = [
  [18, 'evening'],
  [13, 'afternoon'],
  [11, 'noon'],
  [5, 'morning'],
] as const;

/** @param at epoch milliseconds */
export const dayPartOf = (at: number): DayPart => {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Shanghai', hour: '2-digit', hourCycle: 'h23' }).format(at));
  return beginnings.find(([from]) => hour >= from)?.[1] ?? 'night';
};
