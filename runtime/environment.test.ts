import { describe, expect, it } from '@jest/globals';
import { stackEnvironment, webEnvironment, workerEnvironment } from './environment.ts';

const least = { DATABASE_URL: 'postgres://u:hidden-password@db:5432/n', TEMPORAL_ADDRESS: 'temporal:7233', APP_SECRET: 'x'.repeat(32) };

describe('environment', () => {
  it('fills in what may be left out', () => {
    const web = webEnvironment(least);
    expect(web).toMatchObject({ host: '127.0.0.1', port: 8080, demo: false, trustProxy: 0, logLevel: 'info' });
    expect(web.temporal).toEqual({
      address: 'temporal:7233',
      namespace: 'default',
      tls: false,
      certFile: undefined,
      keyFile: undefined,
      caFile: undefined,
      apiKey: undefined,
    });
    expect(web.dataDir).toMatch(/^\/.*\.data$/);
    expect(workerEnvironment(least).metricsPort).toBeUndefined();
  });

  it('reads what is set', () => {
    const web = webEnvironment({
      ...least,
      HOST: '0.0.0.0',
      PORT: '80',
      PUBLIC_URL: 'https://hudong.example/',
      DEMO: 'true',
      TRUST_PROXY: 'true',
      TEMPORAL_API_KEY: 'k',
    });
    expect(web).toMatchObject({
      host: '0.0.0.0',
      port: 80,
      publicUrl: 'https://hudong.example',
      demo: true,
      trustProxy: 1,
    });
    expect(web.temporal.tls).toBe(true);
  });

  it('takes an empty value as not set', () => {
    expect(webEnvironment({ ...least, PORT: '', PUBLIC_URL: ' ' })).toMatchObject({ port: 8080, publicUrl: undefined });
  });

  it.each([
    ['PORT', '80a', 'PORT is "80a"; it must be a port between 1 and 65535.'],
    ['PORT', '0', 'PORT is "0"; it must be a port between 1 and 65535.'],
    ['PORT', '65536', 'PORT is "65536"; it must be a port between 1 and 65535.'],
    ['DEMO', 'yes', 'DEMO is "yes"; it must be true or false.'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL is "loud"; it must be one of trace, debug, info, warn, error, fatal.'],
    ['TEMPORAL_ADDRESS', 'temporal', 'TEMPORAL_ADDRESS is "temporal"; it must be a host and a port, such as temporal.example:7233.'],
    [
      'TEMPORAL_ADDRESS',
      'temporal:99999',
      'TEMPORAL_ADDRESS is "temporal:99999"; it must be a host and a port, such as temporal.example:7233.',
    ],
    ['PUBLIC_URL', 'hudong.example', 'PUBLIC_URL is "hudong.example"; it must be an address that begins with http:// or https://.'],
    ['HOST', 'a b', 'HOST is "a b"; it must be the name or IP address to listen on, such as 127.0.0.1 or 0.0.0.0.'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'x', 'OTEL_EXPORTER_OTLP_ENDPOINT is "x"; it must be an address that begins with http:// or https://.'],
    ['TEMPORAL_TLS_CERT', '/c.pem', 'TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY belong together: set both or neither.'],
  ])('names a wrong %s (%s)', (name, value, sentence) => {
    expect(() => webEnvironment({ ...least, [name]: value })).toThrow(sentence);
  });

  it('names what is missing, all at once', () => {
    expect(() => workerEnvironment({})).toThrow(
      /DATABASE_URL is not set; it must be the address of a PostgreSQL database.*TEMPORAL_ADDRESS is not set.*APP_SECRET is not set/,
    );
  });

  it('never repeats a secret', () => {
    for (const wrong of [{ DATABASE_URL: 'mysql://u:hidden-password@h/n' }, { APP_SECRET: 'hidden-password' }]) {
      expect(() => webEnvironment({ ...least, ...wrong })).toThrow(/is set to something else; it must be/);
      expect(() => webEnvironment({ ...least, ...wrong })).not.toThrow(/hidden-password/);
    }
  });

  const bucket = { S3_BUCKET: 'files', S3_REGION: 'us-east-1', S3_ACCESS_KEY_ID: 'hidden-id', S3_SECRET_ACCESS_KEY: 'hidden-secret' };

  it('keeps files in a bucket when one is set', () => {
    expect(webEnvironment(least).objectStore).toBeUndefined();
    const objectStore = { bucket: 'files', region: 'us-east-1', accessKeyId: 'hidden-id', secretAccessKey: 'hidden-secret' };
    expect(workerEnvironment({ ...least, ...bucket }).objectStore).toEqual({ ...objectStore, endpoint: undefined, pathStyle: false });
    expect(webEnvironment({ ...least, ...bucket, S3_ENDPOINT: 'http://s3.example:9000/', S3_PATH_STYLE: 'true' }).objectStore).toEqual({
      ...objectStore,
      endpoint: 'http://s3.example:9000',
      pathStyle: true,
    });
  });

  it.each([
    [{ S3_BUCKET: 'A' }, 'S3_BUCKET is "A"; it must be the name of a bucket, 3 to 63 small letters, digits, dots and hyphens.'],
    [{ S3_ENDPOINT: 'minio:9000' }, 'S3_ENDPOINT is "minio:9000"; it must be an address that begins with http:// or https://.'],
    [{ S3_PATH_STYLE: 'yes' }, 'S3_PATH_STYLE is "yes"; it must be true or false.'],
    [{ S3_REGION: '' }, 'S3_BUCKET is set, and files are to be kept there, but it also needs S3_REGION.'],
    [
      { S3_ACCESS_KEY_ID: '', S3_SECRET_ACCESS_KEY: '' },
      'S3_BUCKET is set, and files are to be kept there, but it also needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.',
    ],
    [{ S3_BUCKET: '' }, 'S3_REGION is set, but S3_BUCKET is not: set it to the bucket for files, or leave all S3_ variables out.'],
  ])('names what is wrong about a bucket (%j), without its keys', (wrong, sentence) => {
    for (const read of [webEnvironment, workerEnvironment, stackEnvironment]) {
      expect(() => read({ ...least, ...bucket, ...wrong })).toThrow(sentence);
      expect(() => read({ ...least, ...bucket, ...wrong })).not.toThrow(/hidden-/);
    }
  });

  const model = { LANGUAGE_MODEL_URL: 'http://model.example/v1/', LANGUAGE_MODEL_NAME: 'small' };

  it('writes with a language model when one is set', () => {
    expect(webEnvironment(least).languageModel).toBeUndefined();
    const usual = { url: 'http://model.example/v1', name: 'small', key: undefined, withinMs: 20_000, atOnce: 4 };
    expect(webEnvironment({ ...least, ...model }).languageModel).toEqual(usual);
    const set = { ...model, LANGUAGE_MODEL_KEY: 'hidden-key', LANGUAGE_MODEL_SECONDS: '5', LANGUAGE_MODEL_AT_ONCE: '1' };
    expect(webEnvironment({ ...least, ...set }).languageModel).toEqual({ ...usual, key: 'hidden-key', withinMs: 5_000, atOnce: 1 });
  });

  it.each([
    [{ LANGUAGE_MODEL_URL: 'model:80' }, 'LANGUAGE_MODEL_URL is "model:80"; it must be an address that begins with http:// or https://.'],
    [{ LANGUAGE_MODEL_NAME: '' }, 'LANGUAGE_MODEL_URL is set, but it also needs LANGUAGE_MODEL_NAME.'],
    [
      { LANGUAGE_MODEL_URL: '' },
      "LANGUAGE_MODEL_NAME is set, but LANGUAGE_MODEL_URL is not: set it to the model's address, or leave them all out.",
    ],
    [{ LANGUAGE_MODEL_SECONDS: '0' }, 'LANGUAGE_MODEL_SECONDS is "0"; it must be a number of seconds between 1 and 120.'],
    [{ LANGUAGE_MODEL_AT_ONCE: '1.5' }, 'LANGUAGE_MODEL_AT_ONCE is "1.5"; it must be a whole number between 1 and 64.'],
  ])('names what is wrong about a language model (%j)', (wrong, sentence) => {
    for (const read of [webEnvironment, stackEnvironment]) expect(() => read({ ...least, ...model, ...wrong })).toThrow(sentence);
  });

  it('refuses TLS switched off beside a certificate', () => {
    expect(() => workerEnvironment({ ...least, TEMPORAL_TLS: 'false', TEMPORAL_TLS_CA: '/ca.pem' })).toThrow(/TEMPORAL_TLS is "false"/);
  });

  it('lets the stack be started with nothing set', () => {
    expect(stackEnvironment({})).toMatchObject({ port: 8080, demo: true, databaseUrl: undefined, temporalAddress: undefined });
    expect(stackEnvironment({ DATABASE_URL: least.DATABASE_URL }).demo).toBe(false);
    expect(() => stackEnvironment({ POSTGRES_PORT: '-1' })).toThrow('POSTGRES_PORT is "-1"; it must be a port between 1 and 65535.');
  });
});
