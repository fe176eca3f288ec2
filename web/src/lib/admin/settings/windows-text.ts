/** Places by weekday as lines of text, and back: `1-5,09:00-12:00,10` and, for a pool of its own, `,pool`. */
import { plain } from '../../../../../domain/input/text.ts';
import type { Weekday } from '../../../../../domain/shanghai.ts';
import { minutesOf, type CapacityWindow } from '../../../../../domain/slots/capacity.ts';

/** Weekdays with equal windows that follow each other share a line. */
export function windowsText(windows: readonly CapacityWindow[]): string {
  const lines = new Map<string, Weekday[]>();
  for (const { pool, weekday, from, to, places } of windows) {
    const rest = [`${from}-${to}`, String(places), ...(pool === '' ? [] : [pool])].join(',');
    const line = lines.get(rest) ?? [];
    line.push(weekday);
    lines.set(rest, line);
  }
  return [...lines].flatMap(([rest, weekdays]) => runsOf(weekdays).map((run) => `${run},${rest}`)).join('\n');
}

/** Returns the windows, or the number of the first wrong line. */
export function windowsIn(lines: readonly { line: string; number: number }[]): { windows: CapacityWindow[] } | { wrong: number } {
  const windows: CapacityWindow[] = [];
  for (const { line, number } of lines) {
    const [, first = '', last = first, from = '', to = '', places = '', pool = ''] =
      /^([1-7])(?:-([1-7]))?,(\d{1,2}:\d{2})-(\d{1,2}:\d{2}),(\d{1,3})(?:,([a-z][a-z0-9-]*))?$/.exec(plain(line).replaceAll(/\s/g, '')) ??
      [];
    if (first === '' || last < first) return { wrong: number };
    const span = { from: from.padStart(5, '0'), to: to.padStart(5, '0') };
    if (minutesOf(span.from) >= minutesOf(span.to)) return { wrong: number };
    for (let weekday = Number(first); weekday <= Number(last); weekday += 1) {
      windows.push({ pool, weekday: weekday as Weekday, ...span, places: Number(places) });
    }
  }
  return { windows };
}

function runsOf(weekdays: readonly Weekday[]): string[] {
  const runs: [number, number][] = [];
  for (const weekday of weekdays.toSorted((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] + 1 === weekday) run[1] = weekday;
    else runs.push([weekday, weekday]);
  }
  return runs.map(([first, last]) => (first === last ? String(first) : `${String(first)}-${String(last)}`));
}
