/** The files of a recording on one time line. Times are milliseconds from the beginning of the recording. */
import type { CallRecordingItem } from '../../../../api/recordings.ts';

export type Part = CallRecordingItem['parts'][number];

/** What one side sent by one use, in the order in which it was sent. */
export interface Track {
  readonly side: Part['side'];
  readonly use: Part['use'];
  readonly parts: readonly Part[];
}

export const tracksOf = (parts: readonly Part[]): Track[] => {
  const found = new Map<string, Part[]>();
  for (const part of parts.toSorted((a, b) => a.offsetMs - b.offsetMs)) {
    const name = `${part.side} ${part.use}`;
    found.set(name, [...(found.get(name) ?? []), part]);
  }
  return [...found.values()].flatMap((all) => (all[0] === undefined ? [] : [{ side: all[0].side, use: all[0].use, parts: all }]));
};

const endOf = ({ offsetMs, durationMs }: Part): number => offsetMs + durationMs;

export const lengthOf = (parts: readonly Part[]): number => Math.max(0, ...parts.map(endOf));

/** Returns the file that is heard or seen at a time; undefined while nothing was sent. Of two that overlap, the later. */
export const partAt = ({ parts }: Track, atMs: number): Part | undefined =>
  parts.findLast((part) => part.offsetMs <= atMs && atMs < endOf(part));
