import { migrate } from '../db/migrate.ts';
import { connect, timeLimits } from '../db/connect.ts';
import type { StackEnvironment } from '../runtime/environment.ts';
import { reasonOf } from '../runtime/plain-error.ts';
import { endAllChildren } from './children.ts';
import type { DataFolder, RememberedPorts } from './data-folder.ts';
import { demoSignIns } from './demo/people.ts';
import { seed } from './demo/seed.ts';
import { rotateLogs } from './log-files.ts';
import { type NodeProcess, startNodeProcess } from './node-process.ts';
import { findMediaWorker } from './media-worker/find.ts';
import { buildPages } from './pages.ts';
import { choosePort } from './ports.ts';
import { postgresStarter, temporalStarter } from './services.ts';
import { type Running, type Supervised, supervise } from './supervise.ts';
import { type Overview, report, step } from './terminal.ts';
import { watchSources } from './watch-sources.ts';

/** All processes on one machine, started and stopped together. */
export interface Stack {
  /** Resolves when everything is ready. */
  start: () => Promise<Overview>;
  /** Drains and stops everything in order within 10 s, or while recordings of calls are stored; leaves no process. */
  stop: () => Promise<void>;
}

/**
 * Milliseconds for draining, in order. The rest of the 10 s is for ending processes by force. Media needs more only while recordings are
 * stored.
 */
const limits = { web: 2_500, media: 18_000, worker: 3_500, services: 2_500 };

const watched = {
  worker: ['domain', 'workflows', 'activities', 'workers', 'db', 'runtime'],
  media: ['domain', 'media', 'db', 'runtime', 'web/api'],
  web: ['domain', 'workflows', 'db', 'runtime', 'web/server', 'web/api', 'web/i18n'],
};

interface Addresses {
  database: string;
  temporal: string;
  temporalUi: string | undefined;
}

const shownHost = (host: string): string => (['127.0.0.1', '0.0.0.0', '::', '::1'].includes(host) ? 'localhost' : host);

/** Creates the stack for this environment and DATA_DIR; nothing runs before `start`. */
export const createStack = (environment: StackEnvironment, data: DataFolder, options: { dev: boolean }): Stack => {
  const running = new Map<string, Supervised>();
  const ports = { ...data.ports };
  let stopping: Promise<void> | undefined;

  const keep = async <T extends Running>(name: string, start: () => Promise<T>): Promise<T> => {
    const { first, supervised } = await supervise(name, start, (what) => {
      report('stack', what);
    });
    running.set(name, supervised);
    return first;
  };

  const startDatabase = async (): Promise<string> => {
    let url = environment.databaseUrl;
    let ownerUrl = environment.databaseOwnerUrl;
    if (url === undefined) {
      const start = postgresStarter(environment, data, (what) => {
        report('PostgreSQL', what);
      });
      const server = await step('PostgreSQL', 'ready', () => keep('PostgreSQL', start));
      ports.postgres = server.port;
      ({ url, ownerUrl } = server);
    }
    const address = url;
    await step('database', 'migrated', () => migrate(address, ownerUrl));
    if (environment.demo) await step('database', 'demo region filled in', () => fillIn(address));
    return address;
  };

  const startTemporalServer = async (): Promise<Pick<Addresses, 'temporal' | 'temporalUi'>> => {
    if (environment.temporalAddress !== undefined) return { temporal: environment.temporalAddress, temporalUi: environment.temporalUiUrl };
    const start = temporalStarter(environment, data, (what) => {
      report('Temporal', what);
    });
    const server = await step('Temporal', 'ready', () => keep('Temporal', start));
    ports.temporal = server.port;
    ports.temporalUi = server.uiPort;
    return { temporal: server.address, temporalUi: environment.temporalUiUrl ?? `http://localhost:${server.uiPort}` };
  };

  const preparePages = async (): Promise<void> => {
    if (options.dev) return;
    await step('pages', 'ready', () =>
      buildPages((what) => {
        report('pages', what);
      }),
    );
  };

  const processEnv = (addresses: Addresses): NodeJS.ProcessEnv => ({
    ...process.env,
    NODE_ENV: options.dev ? 'development' : 'production',
    DATABASE_URL: addresses.database,
    TEMPORAL_ADDRESS: addresses.temporal,
    TEMPORAL_UI_URL: addresses.temporalUi,
    HOST: environment.host,
    PORT: String(environment.port),
    DATA_DIR: environment.dataDir,
    APP_SECRET: environment.appSecret ?? data.secrets.appSecret,
    DEMO: String(environment.demo),
  });

  const startProcesses = async (addresses: Addresses): Promise<void> => {
    const workerMetrics = await choosePort({
      wanted: environment.ports.workerMetrics,
      last: data.ports.workerMetrics,
      variable: 'WORKER_METRICS_PORT',
    });
    const webMetrics = await choosePort({
      wanted: environment.ports.webMetrics,
      last: data.ports.webMetrics,
      variable: 'WEB_METRICS_PORT',
    });
    Object.assign(ports, { webMetrics, workerMetrics });
    const env = processEnv(addresses);
    const processes: NodeProcess[] = [
      {
        name: 'worker',
        command: ['workers/main.ts'],
        // Receipts of short messages go to the web server on this machine.
        env: {
          ...env,
          HOST: '127.0.0.1',
          METRICS_PORT: String(workerMetrics),
          PUBLIC_URL: environment.publicUrl ?? `http://localhost:${environment.port}`,
        },
        logFile: data.logFile('worker'),
        readyUrl: `http://127.0.0.1:${workerMetrics}/readyz`,
      },
      {
        name: 'web',
        command: ['web/server/main.ts', ...(options.dev ? ['--dev'] : [])],
        env: { ...env, METRICS_PORT: String(webMetrics) },
        logFile: data.logFile('web'),
        readyUrl: `http://${environment.host === '0.0.0.0' ? '127.0.0.1' : environment.host}:${environment.port}/readyz`,
      },
    ];
    // The worker starts first, so that no case is submitted without a worker. The web server starts concurrently.
    await Promise.all(processes.map((one) => step(one.name, 'ready', () => keep(one.name, () => startNodeProcess(one)))));
  };

  /** Audio and video come when their worker is there; nothing waits for them, and everything else runs without. */
  const startMedia = async (addresses: Addresses): Promise<void> => {
    const binary = await findMediaWorker((what) => {
      report('media', what);
    });
    if (stopping) return;
    const { ports: wanted } = environment;
    const port = await choosePort({ wanted: wanted.media, last: data.ports.media, variable: 'MEDIA_PORT' });
    const rtc = await choosePort({ wanted: wanted.mediaRtc, last: data.ports.mediaRtc, variable: 'MEDIA_RTC_PORT' });
    const metrics = await choosePort({ wanted: wanted.mediaMetrics, last: data.ports.mediaMetrics, variable: 'MEDIA_METRICS_PORT' });
    Object.assign(ports, { media: port, mediaRtc: rtc, mediaMetrics: metrics });
    data.rememberPorts(ports);
    const media: NodeProcess = {
      name: 'media',
      command: ['media/main.ts'],
      env: {
        ...processEnv(addresses),
        HOST: '127.0.0.1',
        MEDIA_PORT: String(port),
        MEDIA_ADDRESS: process.env['MEDIA_ADDRESS'] ?? environment.host,
        MEDIA_RTC_PORT: String(rtc),
        METRICS_PORT: String(metrics),
        MEDIASOUP_WORKER_BIN: binary,
      },
      logFile: data.logFile('media'),
      readyUrl: `http://127.0.0.1:${metrics}/readyz`,
    };
    await step('media', 'ready', () => keep('media', () => startNodeProcess(media)));
  };

  const watchForChanges = (): void => {
    for (const [name, folders] of Object.entries(watched)) {
      watchSources(folders, () => {
        report(name, 'sources changed; starting it again');
        void running.get(name)?.restart();
      });
    }
  };

  const keepLogsSmall = async (): Promise<void> => {
    try {
      for (const name of await rotateLogs(data.logFolder))
        report('stack', `${name} has become large: it begins anew, the old one is ${name}.1`);
    } catch (error) {
      report('stack', `logs could not be rotated: ${reasonOf(error)}`);
    }
  };

  const start = async (): Promise<Overview> => {
    await keepLogsSmall();
    setInterval(() => void keepLogsSmall(), 60_000).unref();
    const [database, temporal] = await Promise.all([startDatabase(), startTemporalServer(), preparePages()]);
    const addresses = { database, ...temporal };
    await startProcesses(addresses);
    data.rememberPorts(ports);
    if (environment.media)
      startMedia(addresses).catch((error: unknown) => {
        if (!stopping) report('media', reasonOf(error));
      });
    if (options.dev) watchForChanges();
    const advice = environment.demo && (await isEmpty(database)) ? [emptyDemo(environment)] : [];
    return { ...overviewFor(environment, addresses, data, ports), advice };
  };

  const stopOne = async (name: string, limit: number): Promise<void> => {
    const one = running.get(name);
    if (one === undefined) return;
    await one.stop(limit);
    report(name, 'stopped');
  };

  const stopAll = async (): Promise<void> => {
    await stopOne('web', limits.web);
    await stopOne('media', limits.media);
    await stopOne('worker', limits.worker);
    await Promise.all([stopOne('Temporal', limits.services), stopOne('PostgreSQL', limits.services)]);
    await endAllChildren();
    data.release();
  };

  return { start, stop: () => (stopping ??= stopAll()) };
};

const fillIn = async (databaseUrl: string): Promise<void> => {
  const knex = connect(databaseUrl, 2, timeLimits.tool);
  try {
    await seed(knex);
  } finally {
    await knex.destroy();
  }
};

/** True while nobody has begun a case. */
const isEmpty = async (databaseUrl: string): Promise<boolean> => {
  const knex = connect(databaseUrl, 1, timeLimits.tool);
  try {
    return (await knex('cases').first('id')) === undefined;
  } finally {
    await knex.destroy();
  }
};

const emptyDemo = ({ host, port }: StackEnvironment): string =>
  `The demo is empty: lists, boards and reports have nothing to show yet. Simulated people fill it from another terminal:
  npm run simulate -- --origin http://${shownHost(host)}:${port} --visits 40`;

const overviewFor = (
  environment: StackEnvironment,
  addresses: Addresses,
  data: DataFolder,
  ports: RememberedPorts,
): Omit<Overview, 'advice'> => {
  const web = environment.publicUrl ?? `http://${shownHost(environment.host)}:${environment.port}`;
  const database = new URL(addresses.database);
  return {
    places: [
      ...(environment.demo
        ? ([
            ['demo bureau (taxpayers)', `${web}/demo`],
            ['demo telephone', `${web}/demo/phone`],
          ] as const)
        : []),
      ['desk (agents)', `${web}/desk`],
      ['supervision', `${web}/supervise`],
      ['administration', `${web}/admin`],
      ['API', `${web}/api/openapi.json`],
      ['Temporal server', addresses.temporal],
      ...(addresses.temporalUi === undefined ? [] : [['Temporal, its own pages', addresses.temporalUi] as const]),
      ['PostgreSQL', `${database.host}${database.pathname} (password in ${data.path}/secrets.json)`],
      ['metrics of web', `http://127.0.0.1:${ports.webMetrics ?? ''}/metrics`],
      ['metrics of the worker', `http://127.0.0.1:${ports.workerMetrics ?? ''}/metrics`],
      ['logs', `${data.path}/logs`],
    ],
    signIns: environment.demo ? demoSignIns : [],
  };
};
