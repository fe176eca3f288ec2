import type { Hours } from './calendar.ts';

const day = [
  { from: '09:00', to: '12:00' },
  { from: '13:30', to: '17:00' },
];
/** Default hours of a centre. */
export const usualHours: Hours = { week: { 1: day, 2: day, 3: day, 4: day, 5: day, 6: [], 7: [] }, makeUp: day };
