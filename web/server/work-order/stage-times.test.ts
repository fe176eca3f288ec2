import { describe, expect, it } from '@jest/globals';

import { stageTimes } from './stage-times.ts';

const at = (hour: number): Date => new Date(Date.UTC(2026, 2, 2, hour));
const came = (type: 'opened' | 'advanced' | 'sent-back', stageKey: string, hour: number) => ({
  type,
  at: at(hour),
  data: { stage: { stageKey } },
});
const other = (type: string, hour: number) => ({ type, at: at(hour), data: {} });
const times = (events: Parameters<typeof stageTimes>[0]) =>
  Object.fromEntries(
    [...stageTimes(events)].map(([key, { enteredAt, leftAt }]) => [key, [enteredAt.getUTCHours(), leftAt?.getUTCHours() ?? null]]),
  );

describe('when stages were entered and left', () => {
  it('is left when the next is entered, whatever happens between', () => {
    expect(times([came('opened', 'accept', 1), other('claimed', 2), came('advanced', 'handle', 3), other('papers-asked', 4)])).toEqual({
      accept: [1, 3],
      handle: [3, null],
    });
  });

  it('is left at the end, and not again by what comes after it', () => {
    expect(
      times([came('opened', 'accept', 1), came('advanced', 'handle', 2), other('finished', 3), other('closed', 4), other('rated', 5)]),
    ).toEqual({
      accept: [1, 2],
      handle: [2, 4],
    });
  });

  it('counts the last time where the order came back', () => {
    const there = [came('opened', 'accept', 1), came('advanced', 'handle', 2), came('sent-back', 'accept', 3)];
    expect(times(there)).toEqual({ accept: [3, null], handle: [2, 3] });
    expect(times([...there, came('advanced', 'handle', 4)])).toEqual({ accept: [3, 4], handle: [4, null] });
  });
});
