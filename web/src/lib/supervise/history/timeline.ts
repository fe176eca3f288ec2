/** The files of a recording on one time line. Times are milliseconds from the beginning of the recording. */
import type { CallRecordingItem } from '../../../../api/recordings.ts';

export type Part = CallRecordingItem['parts'][number];

/** Files of one side and one use, in the order in which they were sent. */
export interface Track {
  readonly side: Part['side'];
  readonly use: Part['use'];
  readonly parts: readonly Part[];
}

export const tracksOf = (parts: readonly Part[]): Track[] => {
  const inOrder = parts.toSorted((a, b) => a.offsetMs - b.offsetMs);
  return [...Map.groupBy(inOrder, ({ side, use }) => `${side} ${use}`).values()].flatMap((all) => {
    const [first] = all;
    return first === undefined ? [] : [{ side: first.side, use: first.use, parts: all }];
  });
};

const endOf = ({ offsetMs, durationMs }: Part): number => offsetMs + durationMs;

export const lengthOf = (parts: readonly Part[]): number => Math.max(0, ...parts.map(endOf));

/** Returns the file that is heard or seen at a time; undefined while nothing was sent. Of two that overlap, the later. */
export const partAt = ({ parts }: Track, atMs: number): Part | undefined =>
  parts.findLast((part) => part.offsetMs <= atMs && atMs < endOf(part));
