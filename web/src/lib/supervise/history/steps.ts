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
  /** Its other lines that say more than that work was scheduled, begun and done, in order. */
  readonly notes: readonly HistoryLine[];
  readonly lines: readonly HistoryLine[];
  readonly trouble: boolean;
}

/** Lines that a row does not show: work is scheduled, begun and done in every step. */
const plain: ReadonlySet<string> = new Set(['step-scheduled', 'step-started', 'step-done']);

/** @param lines in the order of the history @returns steps in the order of their beginnings */
export const stepsOf = (lines: readonly HistoryLine[]): Step[] =>
  [...Map.groupBy(lines, ({ step }) => step)].flatMap(([id, group]) => {
    const [first] = group;
    if (first === undefined) return [];
    // Of work that no command caused, the end says most.
    const lead = first.code === 'step-scheduled' ? (group.at(-1) ?? first) : first;
    const notes = group.filter((line) => line !== lead && !plain.has(line.code));
    return [{ id, lead, notes, lines: group, trouble: isTroubleLine(lead) || notes.some(isTroubleLine) }];
  });
