/** When an order came to each of its stages and left it again, by the stage's key; of one it came back to, the last time. */
import type { CaseEvent } from '../../../db/models/index.ts';
import { stageKeyOf } from './stage-key.ts';

export interface StageTimes {
  enteredAt: Date;
  /** When it came to another, or ended. */
  leftAt: Date | null;
}

export function stageTimes(events: readonly Pick<CaseEvent, 'type' | 'at' | 'data'>[]): Map<string, StageTimes> {
  const times = new Map<string, StageTimes>();
  let here: StageTimes | undefined;
  for (const { type, at, data } of events) {
    const key = stageKeyOf(data);
    if (key === null && type !== 'closed') continue;
    if (here !== undefined) here.leftAt = at;
    here = key === null ? undefined : { enteredAt: at, leftAt: null };
    if (key !== null && here !== undefined) times.set(key, here);
  }
  return times;
}
