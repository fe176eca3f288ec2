import type { StackEnvironment } from '../runtime/environment.ts';
import type { DataFolder } from './data-folder.ts';
import { type RunningPostgres, startPostgres } from './postgres.ts';
import { type RunningTemporal, startTemporal } from './temporal.ts';
import { join } from 'node:path';

/** A restarted service keeps its port, because the processes that use it have its address. */
const portFor = (again: number | undefined, wanted: number | undefined, last: number | undefined) =>
  again === undefined ? { wanted, last } : { wanted: again };

/** Returns a function that starts the PostgreSQL of this DATA_DIR, always on the same port. */
export const postgresStarter = (
  environment: StackEnvironment,
  data: DataFolder,
  progress: (what: string) => void,
): (() => Promise<RunningPostgres>) => {
  let port: number | undefined;
  return async () => {
    const server = await startPostgres({
      folder: join(data.path, 'postgres'),
      logFile: data.logFile('postgres'),
      passwords: {
        superuser: data.secrets.postgresSuperuser,
        owner: data.secrets.postgresOwner,
        application: data.secrets.postgresApplication,
      },
      port: portFor(port, environment.ports.postgres, data.ports.postgres),
      progress,
    });
    port = server.port;
    return server;
  };
};

/** Returns a function that starts the Temporal server of this DATA_DIR, always on the same ports. */
export const temporalStarter = (
  environment: StackEnvironment,
  data: DataFolder,
  progress: (what: string) => void,
): (() => Promise<RunningTemporal>) => {
  let ports: { port: number; uiPort: number } | undefined;
  return async () => {
    const server = await startTemporal({
      folder: join(data.path, 'temporal'),
      logFile: data.logFile('temporal'),
      port: portFor(ports?.port, environment.ports.temporal, data.ports.temporal),
      uiPort: portFor(ports?.uiPort, environment.ports.temporalUi, data.ports.temporalUi),
      ...(environment.temporalNamespace === 'default' ? {} : { namespace: environment.temporalNamespace }),
      progress,
    });
    ports = { port: server.port, uiPort: server.uiPort };
    return server;
  };
};
