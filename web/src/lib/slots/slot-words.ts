/** Words for days and starts of the slot picker. */
import { t } from '#lib/i18n.svelte.ts';
import { dayWords, instant } from '#lib/time.ts';
import { minuteOf } from '../../../../domain/shanghai.ts';
import type { SlotDay, SlotStart } from '../../../api/slots.ts';

type Times = Pick<SlotStart, 'startsAt' | 'endsAt'>;

/** 09:00 */
const clock = (at: string): string => minuteOf(instant(at)).slice(-5);
/** 2026-12-01 */
export const dateIn = (at: string): string => minuteOf(instant(at)).slice(0, 10);
/** 09:00 – 09:30 */
export const hoursWords = ({ startsAt, endsAt }: Times): string => `${clock(startsAt)} – ${clock(endsAt)}`;
/** 12月1日 星期二 09:00 */
export const startWords = (startsAt: string): string => `${dayWords(dateIn(startsAt))} ${clock(startsAt)}`;
/** 12月1日 星期二 09:00 – 09:30 */
export const placeWords = (times: Times): string => `${dayWords(dateIn(times.startsAt))} ${hoursWords(times)}`;

/** State of a day in a word or two: 余 8, 约满, 休息. */
export const stateWords = ({ state, why, starts }: SlotDay): string => {
  if (why !== null) return t(`slots:picker.why.${why}`);
  return state === 'full' ? t('slots:picker.full') : t('slots:picker.free', { count: starts.reduce((sum, { free }) => sum + free, 0) });
};

/** Why nothing can be chosen on a day; undefined when something can. */
export const closedWords = ({ state, why, closure }: SlotDay, lastDay: string): string | undefined => {
  if (why === 'closure' && closure !== null) return t('slots:picker.closure', { reason: closure });
  if (why !== null) return t(`slots:picker.whole.${why}`, { lastDay: dayWords(lastDay) });
  return state === 'full' ? t('slots:picker.dayFull') : undefined;
};

const secondMs = 1_000;
/** 4:05 */
export const countdownWords = (ms: number): string => {
  const seconds = Math.ceil(ms / secondMs);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
};

export const untilWords = (at: string): string => clock(at);
