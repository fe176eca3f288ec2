import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from '@redis/client';
import pg from 'pg';

import { testDatabase } from '../../../tests/support/database.ts';
import { startRedisServer, type RedisServer } from '../../../tests/support/redis-server.ts';
import { busChannel, closingOf, mostChats, type Announcement, type Bus } from '../../../runtime/bus/bus.ts';
import { openBus } from '../../../runtime/bus/open-bus.ts';
import { busName } from '../../../runtime/bus/postgres.ts';

const database = testDatabase();
let redis: RedisServer;
beforeAll(async () => {
  redis = await startRedisServer();
}, 900_000);
afterAll(async () => {
  await redis.stop();
});

interface Line {
  open(): Promise<{ bus: Bus; heard: Announcement[]; gaps: () => number; troubles: unknown[] }>;
  /** Sends any text on the channel, even one that is no announcement. */
  say(text: string): Promise<void>;
  /** Breaks every listener's connection silently. */
  cut(): Promise<void>;
}

const opening =
  (address: () => { databaseUrl: string; redisUrl: string | undefined }): Line['open'] =>
  async () => {
    const heard: Announcement[] = [];
    const troubles: unknown[] = [];
    let gaps = 0;
    const bus = await openBus(address(), {
      onAnnouncement: (announcement) => heard.push(announcement),
      onGap: () => (gaps += 1),
      onTrouble: (error) => troubles.push(error),
    });
    return { bus, heard, gaps: () => gaps, troubles };
  };

const lines: Record<string, Line> = {
  PostgreSQL: {
    open: opening(() => ({ databaseUrl: database.url, redisUrl: undefined })),
    async say(text) {
      await database.knex.raw('SELECT pg_notify(?, ?)', [busChannel, text]);
    },
    async cut() {
      const admin = new pg.Client({ connectionString: process.env['TEST_DATABASE_URL'] });
      await admin.connect();
      await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND application_name = $2`, [
        new URL(database.url).pathname.slice(1),
        busName,
      ]);
      await admin.end();
    },
  },
  Redis: {
    // The database's address leads nowhere: with Redis it is not used.
    open: opening(() => ({ databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing', redisUrl: redis.url })),
    async say(text) {
      const client = await createClient({ url: redis.url }).connect();
      await client.publish(busChannel, text);
      await client.close();
    },
    async cut() {
      await redis.kill();
      await redis.start();
    },
  },
};

const caseId = '00000000-0000-4000-8000-000000000002';
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !holds(); i += 1) await new Promise((resolve) => setTimeout(resolve, 15));
  expect(holds()).toBe(true);
}

describe.each(Object.entries(lines))('the bus over %s', (_name, line) => {
  it('tells every process, the one that speaks included, in order', async () => {
    const [one, two] = [await line.open(), await line.open()];
    const words: Announcement[] = [
      { type: 'cases' },
      closingOf({ kind: 'officer', id: '00000000-0000-4000-8000-000000000001' }),
      { type: 'cases' },
      { type: 'chats', chats: [[caseId], [caseId, 3, 9]] },
      { type: 'typing', caseId, person: { kind: 'taxpayer', id: caseId } },
    ];
    for (const word of words) await one.bus.publish(word);
    await until(() => one.heard.length === words.length && two.heard.length === words.length);
    expect(one.heard).toEqual(words);
    expect(two.heard).toEqual(words);
    expect(one.bus.connected).toBe(true);
    await Promise.all([one.bus.stop(), two.bus.stop()]);
    expect(one.bus.connected).toBe(false);
  });

  it('carries as many chats as one announcement may name', async () => {
    const one = await line.open();
    const chats = Array.from({ length: mostChats }, (_, i): [string, ...number[]] => [caseId, 2_147_483_647 - i, i]);
    await one.bus.publish({ type: 'chats', chats });
    await until(() => one.heard.length === 1);
    expect(one.heard).toEqual([{ type: 'chats', chats }]);
    await one.bus.stop();
  });

  it('takes for trouble what is no announcement, and goes on', async () => {
    const one = await line.open();
    await line.say('nonsense');
    await line.say('{"type":"unheard-of"}');
    await line.say('{"type":"cases"}');
    await until(() => one.heard.length === 1 && one.troubles.length === 2);
    await one.bus.stop();
  });

  it('comes back after a break, and says that there was a gap', async () => {
    const one = await line.open();
    await line.cut();
    await until(() => one.gaps() === 1 && one.bus.connected);
    await line.say('{"type":"cases"}');
    await until(() => one.heard.length === 1);
    await until(() => one.bus.connected);
    await one.bus.publish({ type: 'cases' });
    await until(() => one.heard.length === 2);
    await one.bus.stop();
  });

  it('stops while the line is down', async () => {
    const one = await line.open();
    await line.cut();
    await one.bus.stop();
    expect(one.bus.connected).toBe(false);
  });
});

describe('a bus that is not there', () => {
  it.each([
    ['PostgreSQL', { databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing', redisUrl: undefined }],
    ['Redis', { databaseUrl: 'postgres://nobody@127.0.0.1:1/nothing', redisUrl: 'redis://127.0.0.1:1' }],
  ])('is refused at the start: %s', async (_name, address) => {
    const silent = { onAnnouncement: () => undefined, onGap: () => undefined, onTrouble: () => undefined };
    await expect(openBus(address, silent)).rejects.toThrow();
  });
});
