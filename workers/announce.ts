/** How a worker tells the web processes over Redis that cases have changed; PostgreSQL does so by itself. */
import { redisBus } from '../runtime/bus/redis.ts';

/** Changes that come close together are told once. */
const gatherMs = 10;

export interface CaseAnnouncer {
  /** Returns at once: a lost announcement costs the readers some seconds, and never the case its worker. */
  announce: () => void;
  stop(): Promise<void>;
}

/** @throws when Redis cannot be reached now */
export async function caseAnnouncer(redisUrl: string, onTrouble: (error: unknown) => void): Promise<CaseAnnouncer> {
  const bus = await redisBus(redisUrl, { onAnnouncement: () => undefined, onGap: () => undefined, onTrouble });
  let timer: NodeJS.Timeout | null = null;
  return {
    announce() {
      timer ??= setTimeout(() => {
        timer = null;
        bus.publish({ type: 'cases' }).catch(onTrouble);
      }, gatherMs);
    },
    async stop() {
      if (timer) clearTimeout(timer);
      timer = null;
      await bus.stop();
    },
  };
}
