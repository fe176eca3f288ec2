/**
 * Requests to the server.
 *
 * 1. Reads and commands are retried after a network failure and after 502, 503 and 504, with growing backoff; the page shows it. A command
 *    keeps its Idempotency-Key, so a retry never carries it out twice.
 * 2. Access is a bearer token in memory (taxpayer) or a cookie (officer). After a token has expired, a new one is fetched once and the
 *    request is repeated.
 * 3. Every failure is a Problem.
 */
import { hearServerTime } from '#lib/clock.svelte.ts';
import { language, t } from '#lib/i18n.svelte.ts';
import { uuid } from '#lib/uuid.ts';
import { setAttempt } from './connection.svelte.ts';
import { pause } from './pause.ts';
import { Problem, problemFrom } from './problem.ts';

export interface Access {
  /** Present bearer token; null when the cookie is used. */
  readonly token: () => string | null;
  /** Fetches a new token; null when there is none. */
  readonly renew: () => Promise<string | null>;
}

const byCookie: Access = { token: () => null, renew: () => Promise.resolve(null) };
let access = byCookie;

/** Sets how this page authenticates. */
export const useAccess = (wanted: Access): void => {
  access = wanted;
};
export const currentAccess = (): Access => access;

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  /** Idempotency-Key of a command: made once by the caller, the same for every retry. */
  readonly key?: string;
  readonly signal?: AbortSignal;
  /** Number of retries; 5 by default for reads and commands. */
  readonly retries?: number;
  /** Sends no bearer token. */
  readonly open?: boolean;
}

const pauses = [400, 1_000, 2_000, 4_000, 6_000] as const;
const passing = new Set([502, 503, 504]);
const timeoutMs = 20_000;

const addressOf = (path: string, query: Ask['query']): string => {
  const wanted = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '');
  if (wanted.length === 0) return path;
  return `${path}?${new URLSearchParams(wanted.map(([name, value]) => [name, String(value)])).toString()}`;
};

const headersOf = (ask: Ask): Headers => {
  const headers = new Headers({ accept: 'application/json', 'accept-language': language() });
  if (ask.body !== undefined) headers.set('content-type', 'application/json');
  if (ask.key !== undefined) headers.set('idempotency-key', ask.key);
  const token = ask.open === true ? null : access.token();
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  return headers;
};

/** One try; undefined when the network failed. */
const once = async (path: string, ask: Ask): Promise<Response | undefined> => {
  const limit = AbortSignal.timeout(timeoutMs);
  const signal = ask.signal === undefined ? limit : AbortSignal.any([limit, ask.signal]);
  try {
    const response = await fetch(addressOf(path, ask.query), {
      method: ask.method ?? 'GET',
      headers: headersOf(ask),
      body: ask.body === undefined ? null : JSON.stringify(ask.body),
      credentials: access.token() === null ? 'same-origin' : 'omit',
      signal,
    });
    hearServerTime(response.headers.get('date'));
    return response;
  } catch (error) {
    if (ask.signal?.aborted === true) throw error;
    return undefined;
  }
};

const bodyOf = async (response: Response): Promise<unknown> => {
  if (response.status === 204) return undefined;
  try {
    return await response.json();
  } catch {
    return undefined;
  }
};

/** An answer with its status, for callers that distinguish 202 from 200. */
export interface Answered<Answer> {
  readonly status: number;
  readonly body: Answer;
}

/**
 * Sends a request and returns the answer; the shape of its body is that of the route's schema in web/api.
 * @throws Problem; DOMException (AbortError) when the signal aborts
 */
export const exchange = async <Answer>(path: string, ask: Ask = {}): Promise<Answered<Answer>> => {
  const retries = ask.retries ?? pauses.length;
  let renewed = false;
  try {
    for (let attempt = 0; ; attempt += 1) {
      const response = await once(path, ask);
      if (response?.ok === true) return { status: response.status, body: (await bodyOf(response)) as Answer };
      const problem =
        response === undefined
          ? new Problem(
              'network-lost',
              t(ask.method === undefined || ask.method === 'GET' ? 'errors:network-lost' : 'errors:network-lost-sending'),
            )
          : problemFrom(response.status, await bodyOf(response));
      if (response?.status === 401 && !renewed && ask.open !== true && access.token() !== null) {
        renewed = true;
        if ((await access.renew()) !== null) continue;
        throw new Problem('not-signed-in', t('errors:host-signed-out'), { status: response.status });
      }
      const again = response === undefined || passing.has(response.status);
      if (!again || attempt >= retries) throw problem;
      setAttempt(attempt + 1);
      await pause(pauses[Math.min(attempt, pauses.length - 1)] ?? 0, ask.signal);
      if (ask.signal?.aborted === true) throw problem;
    }
  } finally {
    setAttempt(0);
  }
};

/** The same, returning the body only. */
export const request = async <Answer>(path: string, ask: Ask = {}): Promise<Answer> => (await exchange<Answer>(path, ask)).body;

/** Makes a key for a new command. */
export const newKey = uuid;
