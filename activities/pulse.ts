import { cancellationSignal, heartbeat } from '@temporalio/activity';

/** How a long activity shows that it lives, and hears that it should stop. */
export interface Pulse {
  beat: () => void;
  /** Aborted when the workflow no longer wants the result, or the worker stops. */
  cancelled: () => AbortSignal;
}

/** The activity that is being carried out. */
export const activityPulse: Pulse = { beat: () => heartbeat(), cancelled: () => cancellationSignal() };

/**
 * Beats while one piece of work goes on that cannot beat by itself.
 * @param everyMs well below the activity's heartbeat timeout
 */
export async function beating<T>(pulse: Pulse, everyMs: number, work: () => Promise<T>): Promise<T> {
  pulse.beat();
  const timer = setInterval(() => pulse.beat(), everyMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
