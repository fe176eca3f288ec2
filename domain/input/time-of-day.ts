import { plain } from './text.ts';

const half = 12;
const lastHour = 24;

/**
 * Parses a time of day into `HH:MM` (24 hours): `9:30`, `0930`, `９：３０`, `9点半`, `9时30分`, `下午3点`, `晚上12点`, in full or half width. 24:00 is
 * the end of a day.
 * @returns null for anything that is not a time of day
 */
export function timeIn(text: string): string | null {
  const written = plain(text).replaceAll(/\s/g, '');
  const found = /^(上午|下午|晚上)?(?:(\d{1,2})(?::(\d{2})|[点时](?:(半)|(\d{1,2})分?)?)|(\d{2})(\d{2}))$/.exec(written);
  if (found === null) return null;
  const [, part, clock, after, isHalf, spoken, together, rest] = found;
  const minutes = isHalf === undefined ? Number(after ?? spoken ?? rest ?? 0) : 30;
  const hour = hourOf(part, Number(clock ?? together));
  if (hour > lastHour || minutes > 59 || (hour === lastHour && minutes > 0)) return null;
  return `${String(hour).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function hourOf(part: string | undefined, hours: number): number {
  if (part === '晚上' && hours === half) return lastHour;
  return (part === '下午' || part === '晚上') && hours < half ? hours + half : hours;
}
