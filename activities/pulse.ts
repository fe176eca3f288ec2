import { cancellationSignal, heartbeat, log } from '@temporalio/activity';

/** Heartbeat, cancellation and warnings of a long activity. */
export interface Pulse {
  beat: () => void;
  /** Aborted when the workflow no longer needs the result, or the worker stops. */
  cancelled: () => AbortSignal;
  /** @param detail ids and numbers without personal data */
  warn: (message: string, detail: Record<string, unknown>) => void;
}

/** Pulse of the current activity. */
export const activityPulse: Pulse = {
  beat: () => heartbeat(),
  cancelled: (): AbortSignal => cancellationSignal(),
  warn: (message, detail) => {
    log.warn(message, detail);
  },
};

/**
 * Sends heartbeats while work runs that cannot send them itself.
 * @param everyMs milliseconds, well below the activity's heartbeat timeout
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
