import type { HolidayArrangement } from './year.ts';

/**
 * China's public holidays of 2026 and the weekend days worked in exchange.
 * Source: 国务院办公厅关于2026年部分节假日安排的通知, 2025-11-04.
 */
export const holidays2026: readonly HolidayArrangement[] = [
  { name: 'new-year', off: ['2026-01-01', '2026-01-03'], makeUp: ['2026-01-04'] },
  { name: 'spring-festival', off: ['2026-02-15', '2026-02-23'], makeUp: ['2026-02-14', '2026-02-28'] },
  { name: 'qingming', off: ['2026-04-04', '2026-04-06'], makeUp: [] },
  { name: 'labour-day', off: ['2026-05-01', '2026-05-05'], makeUp: ['2026-05-09'] },
  { name: 'dragon-boat', off: ['2026-06-19', '2026-06-21'], makeUp: [] },
  { name: 'mid-autumn', off: ['2026-09-25', '2026-09-27'], makeUp: [] },
  { name: 'national-day', off: ['2026-10-01', '2026-10-07'], makeUp: ['2026-09-20', '2026-10-10'] },
];
