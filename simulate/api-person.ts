import { randomUUID } from 'node:crypto';

/** Answer of the API. */
export interface ApiAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** Longest outage in milliseconds that a story waits for before it fails. */
const patienceMs = 90_000;
const pauseMs = 250;

/**
 * Answers after which the same request with the same key may simply be sent again. To one that is only taken (202) the next one is the
 * answer: what builds on it must not be asked before it is there.
 */
const passing = new Set([202, 429, 502, 503, 504]);

/**
 * Somebody at a browser, without the browser: sends requests as the pages do, with one idempotency key for all attempts, and
 * sends again while the line or a service is down.
 */
export class ApiPerson {
  readonly origin: string;
  #headers: Record<string, string> = {};
  #identityId = '';

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Enters the window as a taxpayer of the demo bureau. */
  static taxpayer(origin: string, taxpayerId: string, identityId: string): Promise<ApiPerson> {
    return ApiPerson.#enter(origin, { taxpayerId, identityId });
  }

  /** Enters the window as a simulated taxpayer of the demo bureau, by number. */
  static simulated(origin: string, number: number): Promise<ApiPerson> {
    return ApiPerson.#enter(origin, { simulated: number });
  }

  static async #enter(origin: string, who: object): Promise<ApiPerson> {
    const person = new ApiPerson(origin);
    const answer = await insistently(async () => {
      const { body } = await person.#once('POST', '/api/demo/tokens', who);
      return await person.#once('POST', '/api/entry', { token: body['token'] });
    });
    person.#headers = { authorization: `Bearer ${String(answer.body['accessToken'])}` };
    person.#identityId = (answer.body['identity'] as { id: string }).id;
    return person;
  }

  /** Signs in at the desk. */
  static async officer(origin: string, login: string, password: string): Promise<ApiPerson> {
    const person = new ApiPerson(origin);
    const response = await insistently(async () => {
      const response = await fetch(`${origin}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ login, password }),
        signal: AbortSignal.timeout(15_000),
      });
      return {
        status: response.status,
        body: {},
        cookie: response.headers
          .getSetCookie()
          .map((cookie) => cookie.split(';')[0])
          .join('; '),
      };
    });
    if (response.status !== 200) throw new Error(`sign-in of ${login}: ${String(response.status)}`);
    person.#headers = { cookie: response.cookie, origin };
    return person;
  }

  /** The identity as which a taxpayer entered. */
  get identityId(): string {
    return this.#identityId;
  }

  /** Asks once a service is there to answer; an answer that is no success fails the story. */
  async get(path: string): Promise<Record<string, unknown>> {
    return succeeded(await insistently(() => this.#once('GET', path)), path);
  }

  /** Sends until it is answered, under one key. */
  async send(method: string, path: string, body: unknown, key: string = randomUUID()): Promise<Record<string, unknown>> {
    return succeeded(await insistently(() => this.#once(method, path, body, key)), path);
  }

  /** Sends until a service is there to answer, under one key, and returns the answer, a refusal too. */
  async until(method: string, path: string, body: unknown, key: string = randomUUID()): Promise<ApiAnswer> {
    return await insistently(() => this.#once(method, path, body, key));
  }

  /** Uploads a small file in one go (tus, creation with upload). @returns its id */
  async upload(name: string, content: Buffer): Promise<string> {
    const { location } = await insistently(async () => {
      const response = await fetch(`${this.origin}/api/uploads`, {
        method: 'POST',
        headers: {
          ...this.#headers,
          'tus-resumable': '1.0.0',
          'content-type': 'application/offset+octet-stream',
          'upload-length': String(content.length),
          'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
        },
        body: new Uint8Array(content),
        signal: AbortSignal.timeout(15_000),
      });
      return { status: response.status, location: response.headers.get('location') ?? '' };
    });
    return location.split('/').at(-1) ?? '';
  }

  /** One attempt, whatever comes of it. */
  async attempt(method: string, path: string, body?: unknown, key: string = randomUUID()): Promise<ApiAnswer> {
    return await this.#once(method, path, body, key);
  }

  async #once(method: string, path: string, body?: unknown, key?: string): Promise<ApiAnswer> {
    const response = await fetch(this.origin + path, {
      method,
      headers: { ...this.#headers, 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
      signal: AbortSignal.timeout(15_000),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  }
}

function succeeded({ status, body }: ApiAnswer, path: string): Record<string, unknown> {
  if (status >= 200 && status < 300) return body;
  throw new Error(`${path}: ${String(status)} ${JSON.stringify(body)}`);
}

/** Again and again while the trouble is one that passes: no connection, a restart, a service that is down. */
async function insistently<T extends { status: number }>(ask: () => Promise<T>): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    // Jest runs tests in a realm of their own, so `instanceof Error` says nothing of what fetch rejects with.
    const answer = await ask().catch((error: unknown) => ({ trouble: String(error) }));
    if (!('trouble' in answer) && !passing.has(answer.status)) return answer;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
