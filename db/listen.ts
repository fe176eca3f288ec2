/** One LISTEN connection for a whole process, that comes back by itself. What is announced are ids; the tables are the truth. */
import pg from 'pg';

/** The channel on which every new image of a case is announced, as {"caseId", "version"}. */
export const caseChannel = 'case_changed';

export interface ListenOptions {
  databaseUrl: string;
  channel: string;
  onPayload: (payload: string) => void;
  /** Listening again after a break: announcements meanwhile were missed. */
  onGap: () => void;
  onTrouble: (error: unknown) => void;
}

export interface Listening {
  /** Whether announcements arrive now. */
  readonly connected: boolean;
  stop(): Promise<void>;
}

const firstPauseMs = 200;
const longestPauseMs = 5_000;
/** A connection that died without a word is found out by asking. */
const probeEveryMs = 15_000;
const probePatienceMs = 5_000;

/** Begins to listen; resolves when it listens for the first time, rejects when the database cannot be reached then. */
export async function listen(options: ListenOptions): Promise<Listening> {
  let client: pg.Client | null = await open(options, lost);
  let pause = firstPauseMs;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const probe = setInterval(() => {
    const asked = client;
    // `lost` follows from the ended connection, as after any other break.
    if (asked) void answers(asked).then((alive) => (alive ? undefined : asked.end().catch(options.onTrouble)));
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
      const opened = await open(options, lost);
      if (stopped) {
        await opened.end();
        return;
      }
      client = opened;
      pause = firstPauseMs;
      options.onGap();
    } catch (error) {
      options.onTrouble(error);
      lost();
    }
  }

  return {
    get connected() {
      return client !== null;
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

async function open({ databaseUrl, channel, onPayload, onTrouble }: ListenOptions, onEnd: () => void): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, keepAlive: true, connectionTimeoutMillis: 5_000 });
  let listening = false;
  client.on('error', onTrouble);
  client.on('notification', ({ payload }) => {
    onPayload(payload ?? '');
  });
  client.on('end', () => {
    if (listening) onEnd();
  });
  try {
    await client.connect();
    await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
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
