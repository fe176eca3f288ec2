/** Bus over PostgreSQL: a dedicated connection per process, which reconnects by itself. */
import pg from 'pg';

import { busChannel, hear, textOf, type Bus, type BusListener } from './bus.ts';

/** Name of the connection in pg_stat_activity. */
export const busName = 'live bus';
const firstPauseMs = 200;
const longestPauseMs = 5_000;
/** Interval of the probe that detects a silently dead connection. */
const probeEveryMs = 15_000;
const probePatienceMs = 5_000;

/** Starts to listen; resolves when it listens for the first time, rejects when the database is unavailable then. */
export async function postgresBus(databaseUrl: string, listener: BusListener): Promise<Bus> {
  let client: pg.Client | null = await open(databaseUrl, listener, lost);
  let pause = firstPauseMs;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const probe = setInterval(() => {
    const asked = client;
    // Ending the connection triggers `lost`, as any other break does.
    if (asked) void answers(asked).then((alive) => (alive ? undefined : asked.end().catch(listener.onTrouble)));
  }, probeEveryMs);

  function lost(): void {
    client = null;
    if (stopped || timer) return;
    timer = setTimeout(() => {
      timer = null;
      void again();
    }, pause);
    pause = Math.min(longestPauseMs, pause * 2);
  }

  async function again(): Promise<void> {
    try {
      const opened = await open(databaseUrl, listener, lost);
      if (stopped) {
        await opened.end();
        return;
      }
      client = opened;
      pause = firstPauseMs;
      listener.onGap();
    } catch (error) {
      listener.onTrouble(error);
      lost();
    }
  }

  return {
    get connected() {
      return client !== null;
    },
    async publish(announcement) {
      if (client === null) throw new Error('the bus has no connection to PostgreSQL');
      await client.query('SELECT pg_notify($1, $2)', [busChannel, textOf(announcement)]);
    },
    async stop() {
      stopped = true;
      clearInterval(probe);
      if (timer) clearTimeout(timer);
      const last = client;
      client = null;
      await last?.end();
    },
  };
}

async function open(databaseUrl: string, listener: BusListener, onEnd: () => void): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: busName,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  let listening = false;
  client.on('error', listener.onTrouble);
  client.on('notification', ({ payload }) => {
    hear(payload ?? '', listener);
  });
  client.on('end', () => {
    if (listening) onEnd();
  });
  try {
    await client.connect();
    await client.query(`LISTEN ${client.escapeIdentifier(busChannel)}`);
  } catch (error) {
    await client.end();
    throw error;
  }
  listening = true;
  return client;
}

async function answers(client: pg.Client): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(resolve, probePatienceMs, false).unref());
  return await Promise.race([
    client.query('SELECT 1').then(
      () => true,
      () => false,
    ),
    late,
  ]);
}
