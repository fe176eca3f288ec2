/** Every error leaves in the one shape of web/api/errors.ts. */
import type { Middleware } from 'koa';
import type { Logger } from 'pino';

import { faults, type ApiError, type ErrorCode } from '../../api/errors.ts';
import type { AppState } from './context.ts';
import { Fault, Refused, type FaultParticulars } from './fault.ts';
import { outageOf } from './outage.ts';
import { fieldSentenceOf, sentenceOf } from './sentence.ts';

interface Answer {
  status: number;
  code: ErrorCode;
  particulars: FaultParticulars;
}

export function errors(log: Logger): Middleware<AppState> {
  return async (ctx, next) => {
    try {
      await next();
    } catch (thrown) {
      const answer = answerOf(thrown);
      if (answer.status >= 500) logFailure(log, ctx.state, thrown);
      const { retryAfter } = answer.particulars;
      if (retryAfter !== undefined) ctx.set('Retry-After', String(retryAfter));
      ctx.status = answer.status;
      ctx.body = errorBody(ctx.state, answer);
    }
  };
}

/** Builds an error's body in the reader's language. */
export function errorBody({ language, requestId }: AppState, { code, particulars: { details, fields } }: Answer): ApiError {
  return {
    error: {
      code,
      sentence: sentenceOf(language, code, details),
      ...(details && { details }),
      ...(fields && { fields: fields.map((field) => ({ ...field, sentence: fieldSentenceOf(language, field.code, field.limit) })) }),
      requestId,
    },
  };
}

/** Logs only faults on our side. Stack frames name code, never people's texts. */
export function logFailure(log: Logger, { requestId, route }: AppState, thrown: unknown): void {
  log.error({ requestId, route, code: answerOf(thrown).code, ...traceOf(thrown) }, 'request failed');
}

/** Maps a thrown value to the error for the caller. */
export function answerOf(thrown: unknown): Answer {
  if (thrown instanceof Fault) return { status: thrown.status, code: thrown.code, particulars: thrown.particulars };
  if (thrown instanceof Refused)
    return { status: 409, code: thrown.refusal.code, particulars: thrown.refusal.details ? { details: thrown.refusal.details } : {} };
  const outage = outageOf(thrown);
  if (outage !== null) return { status: faults[outage], code: outage, particulars: { retryAfter: 5 } };
  const status = statusOf(thrown);
  if (status === 413) return { status, code: 'too-large', particulars: {} };
  if (status === 400) return { status, code: 'malformed-request', particulars: {} };
  return { status: 500, code: 'internal-error', particulars: {} };
}

/** Koa's parts (the body parser, the address decoder) throw errors with a status. */
const statusOf = (thrown: unknown): number | null =>
  typeof thrown === 'object' && thrown !== null && 'status' in thrown && typeof thrown.status === 'number' ? thrown.status : null;

/** PostgreSQL's messages may quote values, so only its code and constraint are logged. */
function traceOf(thrown: unknown): Record<string, unknown> {
  if (typeof thrown !== 'object' || thrown === null) return { kind: typeof thrown };
  const { name, message, stack, code, constraint, severity } = thrown as Record<string, unknown>;
  const frames =
    typeof stack === 'string'
      ? stack
          .split('\n')
          .filter((line) => line.startsWith('    at '))
          .slice(0, 8)
      : [];
  const fromDatabase = severity !== undefined;
  return { kind: name, reason: code, constraint, ...(!fromDatabase && { message }), frames };
}
