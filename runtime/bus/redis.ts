/** Bus over Redis pub/sub: one connection listens and one publishes; both reconnect by themselves. */
import { createClient } from '@redis/client';

import { busChannel, hear, textOf, type Bus, type BusListener } from './bus.ts';

const connectWithinMs = 5_000;
const firstPauseMs = 200;
const longestPauseMs = 5_000;
/** Interval of the probe that detects a silently dead connection, and the silence after which it is closed. */
const probeEveryMs = 15_000;
const silenceMs = 40_000;

/**
 * Starts to listen; resolves when it listens for the first time, rejects when Redis is unavailable then.
 * @param redisUrl redis:// or rediss://
 */
export async function redisBus(redisUrl: string, listener: BusListener): Promise<Bus> {
  let begun = false;
  const options = {
    url: redisUrl,
    pingInterval: probeEveryMs,
    // Announcements are dropped while disconnected instead of queued, so memory stays bounded. Listeners poll anyway.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: connectWithinMs,
      socketTimeout: silenceMs,
      // The first connection is tried only once, so that a wrong address fails at the start.
      reconnectStrategy: (tries: number) => begun && Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(tries, 10)),
    },
  };
  const [subscriber, publisher] = [createClient(options), createClient(options)];
  for (const client of [subscriber, publisher]) client.on('error', listener.onTrouble);
  subscriber.on('ready', () => {
    // The ping is answered after the subscription was renewed, which is sent before it on the same connection.
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
      // A graceful close waits for pending replies, which a lost connection never gives.
      await Promise.all(
        [subscriber, publisher].map(async (client) => {
          if (client.isReady) await client.close();
          else client.destroy();
        }),
      );
    },
  };
}
