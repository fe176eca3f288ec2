import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { PlainError, codeOf } from '../runtime/plain-error.ts';
import { takeLock } from './lock.ts';

const secretsSchema = z.object({
  appSecret: z.string().min(32),
  postgresSuperuser: z.string(),
  postgresOwner: z.string(),
  postgresApplication: z.string(),
});
/** Folders of earlier versions have no password of the owner yet. */
const keptSecretsSchema = secretsSchema.partial({ postgresOwner: true });
const portsSchema = z
  .object({
    postgres: z.int(),
    temporal: z.int(),
    temporalUi: z.int(),
    webMetrics: z.int(),
    workerMetrics: z.int(),
    media: z.int(),
    mediaRtc: z.int(),
    mediaMetrics: z.int(),
  })
  .partial();

/** Secrets generated at the first start. */
export type Secrets = z.infer<typeof secretsSchema>;
/** Ports of the last start. */
export type RememberedPorts = z.infer<typeof portsSchema>;

/** DATA_DIR, locked by this process. */
export interface DataFolder {
  path: string;
  secrets: Secrets;
  ports: RememberedPorts;
  rememberPorts: (ports: RememberedPorts) => void;
  logFolder: string;
  logFile: (name: string) => string;
  /** True when the previous copy was killed; some of its processes may still be ending. */
  afterKill: boolean;
  release: () => void;
}

/** Like mkdir -p. Node's `recursive` option never returns when a folder cannot be created in an existing parent (/proc). */
const makeFolder = (path: string, mode: number): void => {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path), mode);
  mkdirSync(path, { mode });
};

const makeWritable = (path: string): void => {
  try {
    // Other accounts may enter it, because PostgreSQL may run under another account. Its contents are protected individually.
    makeFolder(path, 0o711);
    accessSync(path, constants.W_OK | constants.X_OK);
    mkdirSync(join(path, 'logs'), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new PlainError(
      `DATA_DIR is "${path}", which cannot be made or written (${codeOf(error) ?? 'unknown'}): choose a folder that you may write.`,
    );
  }
};

/** Writes to a temporary file and renames it, so that a crash never leaves a partial file. */
const writeJson = (file: string, value: unknown): void => {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
};

const readJson = <T>(file: string, schema: z.ZodType<T>): T | undefined => {
  if (!existsSync(file)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new PlainError(
      `${file} is damaged (${error instanceof z.ZodError ? 'something is missing in it' : 'it is not JSON'}): mend it or put it back from a copy.`,
    );
  }
};

const secretsIn = (path: string): Secrets => {
  const file = join(path, 'secrets.json');
  const kept = readJson(file, keptSecretsSchema);
  if (kept?.postgresOwner !== undefined) return { ...kept, postgresOwner: kept.postgresOwner };
  const password = (): string => randomBytes(18).toString('base64url');
  const made = {
    appSecret: randomBytes(32).toString('base64url'),
    postgresSuperuser: password(),
    postgresApplication: password(),
    ...kept,
    postgresOwner: password(),
  };
  writeJson(file, made);
  return made;
};

/** Opens DATA_DIR; throws a PlainError when it is not writable or another copy uses it. */
export const openDataFolder = (path: string): DataFolder => {
  makeWritable(path);
  const lock = takeLock(join(path, 'stack.lock'));
  if ('heldBy' in lock) {
    throw new PlainError(
      `DATA_DIR "${path}" is in use by another running copy (process ${lock.heldBy}): stop that one, or set DATA_DIR and PORT to others.`,
    );
  }
  try {
    const portsFile = join(path, 'ports.json');
    return {
      path,
      secrets: secretsIn(path),
      ports: readJson(portsFile, portsSchema) ?? {},
      rememberPorts: (ports) => {
        writeJson(portsFile, ports);
      },
      logFolder: join(path, 'logs'),
      logFile: (name) => join(path, 'logs', `${name}.log`),
      afterKill: lock.takenOver,
      release: lock.release,
    };
  } catch (error) {
    lock.release();
    throw error;
  }
};
