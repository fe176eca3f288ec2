/** Rows of a history: one for each step, with what came of it. */
import type { HistoryLine } from '../../../../api/desk.ts';

/** True for lines about Temporal's own work, which readers rarely look for. */
export const isEngineLine = ({ code }: Pick<HistoryLine, 'code'>): boolean =>
  code === 'version-marker' || (code.startsWith('engine-') && code !== 'engine-failed' && code !== 'engine-timed-out');

/** True for lines that report a failure. */
const isTroubleLine = ({ code }: Pick<HistoryLine, 'code'>): boolean =>
  ['failed', 'timed-out', 'terminated', 'step-retried', 'step-failed', 'step-timed-out', 'engine-failed', 'engine-timed-out'].includes(
    code,
  );

export interface Step {
  readonly id: number;
  readonly lead: HistoryLine;
  /** What came of it, in order; without what goes without saying. */
  readonly notes: readonly HistoryLine[];
  readonly lines: readonly HistoryLine[];
  readonly trouble: boolean;
}

/** That something is scheduled, begins and is done goes without saying. */
const plain: ReadonlySet<string> = new Set(['step-scheduled', 'step-started', 'step-done']);

/** @param lines in the order of the history @returns steps in the order of their beginnings */
export const stepsOf = (lines: readonly HistoryLine[]): Step[] => {
  const groups = new Map<number, [HistoryLine, ...HistoryLine[]]>();
  for (const line of lines) {
    const group = groups.get(line.step);
    if (group === undefined) groups.set(line.step, [line]);
    else group.push(line);
  }
  return [...groups].map(([id, group]) => {
    const [first] = group;
    // Of work that no command caused, the end says most.
    const lead = first.code === 'step-scheduled' ? (group.at(-1) ?? first) : first;
    const notes = group.filter((line) => line !== lead && !plain.has(line.code));
    return { id, lead, notes, lines: group, trouble: isTroubleLine(lead) || notes.some(isTroubleLine) };
  });
};
