import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';

/** Fields that are redacted wherever they occur in a log entry: personal data, contents, secrets. */
const hiddenFields = [
  'phone',
  'mobile',
  'name',
  'personName',
  'person_name',
  'companyName',
  'company_name',
  'taxNumber',
  'tax_number',
  'displayName',
  'text',
  'body',
  'content',
  'note',
  'reason_text',
  'fileName',
  'file_name',
  'login',
  'token',
  'accessToken',
  'ticket',
  'jti',
  'password',
  'passwordHash',
  'password_hash',
  'secret',
  'apiKey',
  'authorization',
  'cookie',
  '["set-cookie"]',
  'bindings',
  'parameters',
  'detail',
];

/** pino's paths are not recursive, so every depth is listed. */
const hiddenPaths = ['', '*.', '*.*.', '*.*.*.'].flatMap((depth) =>
  hiddenFields.map((field) => (field.startsWith('[') ? `${depth.replace(/\.$/, '')}${field}` : `${depth}${field}`)),
);

interface LoggedError {
  type: string;
  message: string;
  stack?: string | undefined;
  code?: string;
  constraint?: string;
  cause?: LoggedError;
}

const textOf = (error: Error, key: string): Record<string, string> => {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? { [key]: value } : {};
};

/**
 * Reduces an error to safe fields. PostgreSQL's `detail` repeats the row ("Key (phone)=(…) already exists"), and HTTP clients attach whole
 * requests. At most four causes deep.
 */
const safeError = (error: unknown, depth = 0): LoggedError => {
  if (!(error instanceof Error))
    return { type: typeof error, message: typeof error === 'string' ? error : 'something that is no Error was thrown' };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...textOf(error, 'code'),
    ...textOf(error, 'constraint'),
    ...(error.cause === undefined || depth >= 3 ? {} : { cause: safeError(error.cause, depth + 1) }),
  };
};

/**
 * Creates a process's log: one JSON object per line with level name, UTC time and process name.
 * @param processName such as `web` or `worker`
 * @param level lowest level that is written
 * @param destination standard output by default; set by tests
 */
export const createLog = (processName: string, level: string, destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: { process: processName, pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => safeError(error), error: (error: unknown) => safeError(error) },
      redact: { paths: hiddenPaths, censor: '[hidden]' },
    },
    destination ?? pino.destination({ dest: 1, sync: true }),
  );
