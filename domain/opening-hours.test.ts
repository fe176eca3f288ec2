import { expect, it } from '@jest/globals';

import { openingHoursOf } from './opening-hours.ts';
import { usualHours } from './usual-hours.ts';

const morning = [{ from: '09:00', to: '12:00' }];

it('days in a row with the same hours are one line, and closed days are none', () => {
  expect(openingHoursOf(usualHours.week)).toEqual([{ from: 1, to: 5, spans: usualHours.week[1] }]);
  expect(openingHoursOf({ ...usualHours.week, 3: morning, 6: morning })).toEqual([
    { from: 1, to: 2, spans: usualHours.week[1] },
    { from: 3, to: 3, spans: morning },
    { from: 4, to: 5, spans: usualHours.week[1] },
    { from: 6, to: 6, spans: morning },
  ]);
});

it('a closed day parts what is the same', () => {
  expect(openingHoursOf({ ...usualHours.week, 3: [] })).toHaveLength(2);
  expect(openingHoursOf({ 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] })).toEqual([]);
});
