import { z } from 'zod';

/** Schema of a text for which `ok` holds. The error states the requirement as a phrase for environment.ts: "it must be …". */
const textThat = (wanted: string, ok: (value: string) => boolean) => z.string({ error: wanted }).refine(ok, { error: wanted });

const isUrl = (value: string, protocols: readonly string[]): boolean => {
  const url = URL.parse(value);
  return url !== null && protocols.includes(url.protocol) && url.hostname !== '';
};

const isPort = (value: string): boolean => /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535;

const isHostAndPort = (value: string): boolean => {
  const [, port] = /^(?:[\w.-]+|\[[\da-fA-F:]+\]):(\d+)$/.exec(value) ?? [];
  return port !== undefined && isPort(port);
};

export const databaseUrl = textThat('the address of a PostgreSQL database, such as postgres://user:password@host:5432/name', (value) =>
  isUrl(value, ['postgres:', 'postgresql:']),
);
export const redisUrl = textThat('the address of a Redis server, such as redis://host:6379 or rediss://user:password@host:6379', (value) =>
  isUrl(value, ['redis:', 'rediss:']),
);
export const httpUrl = textThat('an address that begins with http:// or https://', (value) => isUrl(value, ['http:', 'https:'])).transform(
  (value) => value.replace(/\/+$/, ''),
);
export const hostAndPort = textThat('a host and a port, such as temporal.example:7233', isHostAndPort);
export const hostName = textThat('the name or IP address to listen on, such as 127.0.0.1 or 0.0.0.0', (value) => /^[\w.:-]+$/.test(value));
export const port = textThat('a port between 1 and 65535', isPort).transform(Number);
export const flag = z.enum(['true', 'false'], { error: 'true or false' }).transform((value) => value === 'true');
export const folder = textThat('the path of a folder', (value) => !value.includes('\0'));
export const someText = z.string();
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
export const bucketName = textThat('the name of a bucket, 3 to 63 small letters, digits, dots and hyphens', (value) =>
  /^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/.test(value),
);
export const appSecret = textThat('a secret of at least 32 characters that all processes share', (value) => value.length >= 32);
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export const logLevel = z.enum(levels, { error: `one of ${levels.join(', ')}` });
export const positive = textThat('a number above 0', (value) => Number(value) > 0).transform(Number);
/** Number of proxies in front of the process. `true` and `false` are the values of earlier versions, which knew only one. */
export const proxies = textThat('the number of proxies in front of this process, 0 to 10', (value) =>
  /^(true|false|\d|10)$/.test(value),
).transform((value) => (value === 'true' ? 1 : value === 'false' ? 0 : Number(value)));
