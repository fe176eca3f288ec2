/** When an order entered and left each of its stages, by the stage's key; for a repeated stage, the last time. */
import type { CaseEvent } from '../../../db/models/index.ts';
import { stageKeyOf } from './stage-key.ts';

export interface StageTimes {
  enteredAt: Date;
  /** When it entered another stage, or ended. */
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
