/** Where an appointment of today stands: who waits for whom, and how it ended. For the supervisor's live load. */
export const todayStandings = [
  'taxpayer-waits',
  'officer-waits',
  'late',
  'both-there',
  'in-progress',
  'ahead',
  'held',
  'missed',
  'officer-failed',
] as const;
export type TodayStanding = (typeof todayStandings)[number];
