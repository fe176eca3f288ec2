import { cancellationSignal, heartbeat, log } from '@temporalio/activity';

/** How a long activity shows that it lives, hears that it should stop, and tells operators what they should know. */
export interface Pulse {
  beat: () => void;
  /** Aborted when the workflow no longer wants the result, or the worker stops. */
  cancelled: () => AbortSignal;
  /** @param detail ids and numbers, nothing personal */
  warn: (message: string, detail: Record<string, unknown>) => void;
}

/** The activity that is being carried out. */
export const activityPulse: Pulse = {
  beat: () => heartbeat(),
  cancelled: (): AbortSignal => cancellationSignal(),
  warn: (message, detail) => {
    log.warn(message, detail);
  },
};

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
