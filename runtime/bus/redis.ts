/** The bus over Redis pub/sub: one connection that listens and one that publishes, both coming back by themselves. */
import { createClient } from '@redis/client';

import { busChannel, hear, textOf, type Bus, type BusListener } from './bus.ts';

const connectWithinMs = 5_000;
const firstPauseMs = 200;
const longestPauseMs = 5_000;
/** A connection that died without a word is found out by asking; without an answer for so long it is given up. */
const probeEveryMs = 15_000;
const silenceMs = 40_000;

/**
 * Begins to listen; resolves when it listens for the first time, rejects when Redis cannot be reached then.
 * @param redisUrl redis:// or rediss://
 */
export async function redisBus(redisUrl: string, listener: BusListener): Promise<Bus> {
  let begun = false;
  const options = {
    url: redisUrl,
    pingInterval: probeEveryMs,
    // What cannot be said now is lost, not remembered: memory stays bounded, and whoever missed it looks by itself.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: connectWithinMs,
      socketTimeout: silenceMs,
      // The first connection is tried once: a wrong address is said at the start.
      reconnectStrategy: (tries: number) => begun && Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries, 10)),
    },
  };
  const [subscriber, publisher] = [createClient(options), createClient(options)];
  for (const client of [subscriber, publisher]) client.on('error', listener.onTrouble);
  subscriber.on('ready', () => {
    // Answered after the subscription has been renewed, which is sent before it on the same connection.
    if (begun) subscriber.ping().then(listener.onGap, listener.onTrouble);
  });
  try {
    await Promise.all([subscriber.connect(), publisher.connect()]);
    await subscriber.subscribe(busChannel, (text) => {
      hear(text, listener);
    });
  } catch (error) {
    for (const client of [subscriber, publisher]) if (client.isOpen) client.destroy();
    throw error;
  }
  begun = true;

  return {
    get connected() {
      return subscriber.isReady;
    },
    async publish(announcement) {
      await publisher.publish(busChannel, textOf(announcement));
    },
    async stop() {
      // Closing waits for answers under way, and a lost line gives none.
      await Promise.all(
        [subscriber, publisher].map(async (client) => {
          if (client.isReady) await client.close();
          else client.destroy();
        }),
      );
    },
  };
}
