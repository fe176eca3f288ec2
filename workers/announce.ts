/** Announces changed cases to the web processes over Redis. Without Redis, PostgreSQL does this itself. */
import { redisBus } from '../runtime/bus/redis.ts';

/** Window in milliseconds in which changes are combined into one announcement. */
const gatherMs = 10;

export interface CaseAnnouncer {
  /** Returns at once. A lost announcement costs readers a few seconds and must not delay the worker. */
  announce: () => void;
  stop(): Promise<void>;
}

/** @throws when Redis is unavailable */
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
