import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { languageModelFields, languageModelFrom, type LanguageModelEnvironment } from './language-model-variables.ts';
import { objectStoreFields, objectStoreFrom, type ObjectStoreEnvironment } from './object-store-variables.ts';
import { PlainError } from './plain-error.ts';
import {
  appSecret,
  databaseUrl,
  flag,
  folder,
  hostAndPort,
  hostName,
  httpUrl,
  logLevel,
  port,
  positive,
  proxies,
  redisUrl,
  someText,
} from './variables.ts';

type Variables = Record<string, string | undefined>;

/** Variables whose values never appear in an error. */
const secrets = new Set([
  'DATABASE_URL',
  'APP_SECRET',
  'APP_SECRET_EARLIER',
  'TEMPORAL_API_KEY',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'REDIS_URL',
  'TURN_SECRET',
  'LANGUAGE_MODEL_KEY',
]);

const wholeNumber = 'a whole number between 1 and 64';

const temporalFields = {
  TEMPORAL_NAMESPACE: someText.default('default'),
  TEMPORAL_TLS: flag.optional(),
  TEMPORAL_TLS_CERT: someText.optional(),
  TEMPORAL_TLS_KEY: someText.optional(),
  TEMPORAL_TLS_CA: someText.optional(),
  TEMPORAL_API_KEY: someText.optional(),
};

const sharedFields = {
  DATABASE_URL: databaseUrl,
  TEMPORAL_ADDRESS: hostAndPort,
  ...temporalFields,
  DATA_DIR: folder.default('.data'),
  APP_SECRET: appSecret,
  APP_SECRET_EARLIER: appSecret.optional(),
  LOG_LEVEL: logLevel.default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  PUBLIC_URL: httpUrl.optional(),
  DEMO: flag.default(false),
  REDIS_URL: redisUrl.optional(),
  ...objectStoreFields,
};

const webFields = z.object({
  ...sharedFields,
  TEMPORAL_UI_URL: httpUrl.optional(),
  HOST: hostName.default('127.0.0.1'),
  PORT: port.default(8080),
  TRUST_PROXY: proxies.default(0),
  METRICS_HOST: hostName.default('127.0.0.1'),
  METRICS_PORT: port.optional(),
  RATE_FACTOR: positive.default(1),
  ...languageModelFields,
});

const workerFields = z.object({ ...sharedFields, HOST: hostName.default('127.0.0.1'), METRICS_PORT: port.optional() });

const mediaFields = z.object({
  ...sharedFields,
  HOST: hostName.default('127.0.0.1'),
  MEDIA_PORT: port.default(8090),
  MEDIA_URL: httpUrl.optional(),
  MEDIA_ADDRESS: hostName.optional(),
  MEDIA_ANNOUNCED_ADDRESS: hostName.optional(),
  MEDIA_RTC_PORT: port.default(44_000),
  MEDIA_WORKERS: z.coerce.number(wholeNumber).int(wholeNumber).min(1, wholeNumber).max(64, wholeNumber).optional(),
  TURN_URLS: someText.optional(),
  TURN_SECRET: someText.optional(),
  METRICS_PORT: port.optional(),
});

const stackFields = z.object({
  ...temporalFields,
  ...objectStoreFields,
  ...languageModelFields,
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_OWNER_URL: databaseUrl.optional(),
  TEMPORAL_ADDRESS: hostAndPort.optional(),
  TEMPORAL_UI_URL: httpUrl.optional(),
  HOST: hostName.default('127.0.0.1'),
  PORT: port.default(8080),
  DATA_DIR: folder.default('.data'),
  APP_SECRET: appSecret.optional(),
  PUBLIC_URL: httpUrl.optional(),
  DEMO: flag.optional(),
  REDIS_URL: redisUrl.optional(),
  POSTGRES_PORT: port.optional(),
  TEMPORAL_PORT: port.optional(),
  TEMPORAL_UI_PORT: port.optional(),
  WEB_METRICS_PORT: port.optional(),
  WORKER_METRICS_PORT: port.optional(),
  MEDIA: flag.default(true),
  MEDIA_PORT: port.optional(),
  MEDIA_RTC_PORT: port.optional(),
  MEDIA_METRICS_PORT: port.optional(),
});

/** Connection settings of Temporal; see connectionOptions in temporal.ts. */
export interface TemporalEnvironment {
  address: string;
  namespace: string;
  tls: boolean;
  /** Paths of PEM files. */
  certFile: string | undefined;
  keyFile: string | undefined;
  caFile: string | undefined;
  apiKey: string | undefined;
}

/** Variables of every process. */
interface SharedEnvironment {
  databaseUrl: string;
  temporal: TemporalEnvironment;
  /** Absolute path. */
  dataDir: string;
  appSecret: string;
  /** Previous APP_SECRET, while stored secrets are still sealed with it. */
  earlierAppSecret: string | undefined;
  logLevel: z.infer<typeof logLevel>;
  otlpEndpoint: string | undefined;
  /** Public URL of the pages, without a trailing slash. */
  publicUrl: string | undefined;
  demo: boolean;
  /** Redis for announcements between processes; undefined for PostgreSQL. */
  redisUrl: string | undefined;
  /** Bucket for uploaded files; undefined for the data folder. */
  objectStore: ObjectStoreEnvironment | undefined;
}

export interface WebEnvironment extends SharedEnvironment {
  temporalUiUrl: string | undefined;
  host: string;
  port: number;
  /** Number of proxies in front of this process. */
  trustProxy: number;
  /** Address of metrics and readiness, when a port is given. It must not be public. */
  metricsHost: string;
  metricsPort: number | undefined;
  /** Factor on the rate limits per person and address, for many people behind one address or for a benchmark. */
  rateFactor: number;
  /** Writes answers from the knowledge; undefined to go without. */
  languageModel: LanguageModelEnvironment | undefined;
}

export interface WorkerEnvironment extends SharedEnvironment {
  /** Address of metrics and health, when a port is given. */
  host: string;
  metricsPort: number | undefined;
}

export interface MediaEnvironment extends SharedEnvironment {
  /** Address and port of the signalling, for web processes only. */
  host: string;
  port: number;
  /** Address by which web processes reach it; undefined for host and port. */
  url: string | undefined;
  /** First port for media. Each worker has a port of its own, counted from here. */
  places: { ip: string; announcedAddress: string | undefined; port: number };
  workers: number;
  turn: { urls: string[]; secret: string } | undefined;
  metricsPort: number | undefined;
}

export interface StackEnvironment {
  /** Set to use an existing PostgreSQL. */
  databaseUrl: string | undefined;
  /** The same database as the owner of its tables, when the processes connect as another role. */
  databaseOwnerUrl: string | undefined;
  /** Set to use an existing Temporal cluster. */
  temporalAddress: string | undefined;
  temporalNamespace: string;
  temporalUiUrl: string | undefined;
  host: string;
  port: number;
  dataDir: string;
  appSecret: string | undefined;
  publicUrl: string | undefined;
  /** True when demo data is seeded; the default is true only for our own database. */
  demo: boolean;
  ports: {
    postgres: number | undefined;
    temporal: number | undefined;
    temporalUi: number | undefined;
    webMetrics: number | undefined;
    workerMetrics: number | undefined;
    media: number | undefined;
    mediaRtc: number | undefined;
    mediaMetrics: number | undefined;
  };
  /** False to go without audio and video. */
  media: boolean;
}

/** `NAME=` in a shell means "not set". */
const withoutEmpty = (env: Variables): Variables =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));

const sentenceFor = (name: string, given: string | undefined, wanted: string): string => {
  if (given === undefined) return `${name} is not set; it must be ${wanted}.`;
  return `${name} is ${secrets.has(name) ? 'set to something else' : JSON.stringify(given)}; it must be ${wanted}.`;
};

const parse = <T>(schema: z.ZodType<T>, env: Variables): T => {
  const set = withoutEmpty(env);
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  // One sentence per variable, even when it breaks several rules.
  const byName = new Map(parsed.error.issues.map((issue) => [String(issue.path[0]), issue.message]));
  throw new PlainError([...byName].map(([name, wanted]) => sentenceFor(name, set[name], wanted)).join(' '));
};

const temporalFrom = (fields: z.infer<z.ZodObject<typeof temporalFields>>, address: string): TemporalEnvironment => {
  const { TEMPORAL_TLS_CERT: certFile, TEMPORAL_TLS_KEY: keyFile, TEMPORAL_TLS_CA: caFile, TEMPORAL_API_KEY: apiKey } = fields;
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new PlainError('TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY belong together: set both or neither.');
  }
  const implied = [certFile, caFile, apiKey].some((value) => value !== undefined);
  if (implied && fields.TEMPORAL_TLS === false) {
    throw new PlainError(
      'TEMPORAL_TLS is "false", but a certificate or an API key is set, and both need TLS: set it to true or leave it out.',
    );
  }
  return { address, namespace: fields.TEMPORAL_NAMESPACE, tls: fields.TEMPORAL_TLS ?? implied, certFile, keyFile, caFile, apiKey };
};

const sharedFrom = (fields: z.infer<z.ZodObject<typeof sharedFields>>): SharedEnvironment => ({
  databaseUrl: fields.DATABASE_URL,
  temporal: temporalFrom(fields, fields.TEMPORAL_ADDRESS),
  dataDir: resolve(fields.DATA_DIR),
  appSecret: fields.APP_SECRET,
  earlierAppSecret: fields.APP_SECRET_EARLIER,
  logLevel: fields.LOG_LEVEL,
  otlpEndpoint: fields.OTEL_EXPORTER_OTLP_ENDPOINT,
  publicUrl: fields.PUBLIC_URL,
  demo: fields.DEMO,
  redisUrl: fields.REDIS_URL,
  objectStore: objectStoreFrom(fields),
});

/** Returns the environment of operator tools. */
export const operatorEnvironment = (env: Variables): Pick<SharedEnvironment, 'databaseUrl' | 'temporal' | 'dataDir' | 'objectStore'> => {
  const { DATABASE_URL, TEMPORAL_ADDRESS, DATA_DIR } = sharedFields;
  const fields = parse(z.object({ DATABASE_URL, TEMPORAL_ADDRESS, DATA_DIR, ...temporalFields, ...objectStoreFields }), env);
  return {
    databaseUrl: fields.DATABASE_URL,
    temporal: temporalFrom(fields, fields.TEMPORAL_ADDRESS),
    dataDir: resolve(fields.DATA_DIR),
    objectStore: objectStoreFrom(fields),
  };
};

/** Returns the web server's environment; throws a PlainError that names every wrong variable. */
export const webEnvironment = (env: Variables): WebEnvironment => {
  const fields = parse(webFields, env);
  return {
    ...sharedFrom(fields),
    temporalUiUrl: fields.TEMPORAL_UI_URL,
    host: fields.HOST,
    port: fields.PORT,
    trustProxy: fields.TRUST_PROXY,
    metricsHost: fields.METRICS_HOST,
    metricsPort: fields.METRICS_PORT,
    rateFactor: fields.RATE_FACTOR,
    languageModel: languageModelFrom(fields),
  };
};

/** Returns the worker's environment; throws a PlainError that names every wrong variable. */
export const workerEnvironment = (env: Variables): WorkerEnvironment => {
  const fields = parse(workerFields, env);
  return { ...sharedFrom(fields), host: fields.HOST, metricsPort: fields.METRICS_PORT };
};

/** Returns the media process's environment; throws a PlainError that names every wrong variable. */
export const mediaEnvironment = (env: Variables): MediaEnvironment => {
  const fields = parse(mediaFields, env);
  const ip = fields.MEDIA_ADDRESS ?? fields.HOST;
  const announcedAddress = fields.MEDIA_ANNOUNCED_ADDRESS;
  if ((ip === '0.0.0.0' || ip === '::') && announcedAddress === undefined)
    throw new PlainError(
      `The media process listens on every address (${ip}), and browsers need one that they can reach: set MEDIA_ANNOUNCED_ADDRESS to it.`,
    );
  if ((fields.TURN_URLS === undefined) !== (fields.TURN_SECRET === undefined))
    throw new PlainError('TURN_URLS and TURN_SECRET belong together: set both or neither.');
  const turn =
    fields.TURN_URLS === undefined || fields.TURN_SECRET === undefined
      ? undefined
      : { urls: fields.TURN_URLS.split(',').map((url) => url.trim()), secret: fields.TURN_SECRET };
  return {
    ...sharedFrom(fields),
    host: fields.HOST,
    port: fields.MEDIA_PORT,
    url: fields.MEDIA_URL,
    places: { ip, announcedAddress, port: fields.MEDIA_RTC_PORT },
    workers: fields.MEDIA_WORKERS ?? availableParallelism(),
    turn,
    metricsPort: fields.METRICS_PORT,
  };
};

/** Returns the local stack's environment; throws a PlainError that names every wrong variable. */
export const stackEnvironment = (env: Variables): StackEnvironment => {
  const fields = parse(stackFields, env);
  // The started processes read these variables themselves. They are checked here first, so that errors appear before any process starts.
  if (fields.TEMPORAL_ADDRESS !== undefined) temporalFrom(fields, fields.TEMPORAL_ADDRESS);
  objectStoreFrom(fields);
  languageModelFrom(fields);
  return {
    databaseUrl: fields.DATABASE_URL,
    databaseOwnerUrl: fields.DATABASE_OWNER_URL,
    temporalAddress: fields.TEMPORAL_ADDRESS,
    temporalNamespace: fields.TEMPORAL_NAMESPACE,
    temporalUiUrl: fields.TEMPORAL_UI_URL,
    host: fields.HOST,
    port: fields.PORT,
    dataDir: resolve(fields.DATA_DIR),
    appSecret: fields.APP_SECRET,
    publicUrl: fields.PUBLIC_URL,
    demo: fields.DEMO ?? fields.DATABASE_URL === undefined,
    media: fields.MEDIA,
    ports: {
      postgres: fields.POSTGRES_PORT,
      temporal: fields.TEMPORAL_PORT,
      temporalUi: fields.TEMPORAL_UI_PORT,
      webMetrics: fields.WEB_METRICS_PORT,
      workerMetrics: fields.WORKER_METRICS_PORT,
      media: fields.MEDIA_PORT,
      mediaRtc: fields.MEDIA_RTC_PORT,
      mediaMetrics: fields.MEDIA_METRICS_PORT,
    },
  };
};
