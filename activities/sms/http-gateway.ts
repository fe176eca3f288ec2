import { ApplicationFailure } from '@temporalio/activity';

export interface ShortMessage {
  /** Notice's id, the idempotency key at the gateway. */
  id: string;
  phone: string;
  /** Gateway's name of the text template. */
  template: string;
  parameters: Record<string, string>;
  receiptUrl: string;
}

/** Deadline of one request in milliseconds, longer than a healthy gateway takes. */
export const gatewayDeadlineMs = 10_000;

/**
 * Client of the plain HTTP gateway: POST {url}/messages, GET {url}/messages/{id}, with a bearer secret. The protocol is in
 * docs/api/sms-gateway.md.
 *
 * 1. Every request has a deadline; the caller may abort it earlier.
 * 2. Only the status code counts. The response's body is never read, however long it is.
 * 3. Redirects are not followed: they would send the secret and the number to an address that nobody configured.
 */
export class HttpGateway {
  readonly #url: string;
  readonly #secret: string;
  readonly #cancelled: AbortSignal;

  /** @param cancelled aborts the current request */
  constructor(url: string, secret: string, cancelled: AbortSignal) {
    this.#url = url.replace(/\/$/, '');
    this.#secret = secret;
    this.#cancelled = cancelled;
  }

  /**
   * @returns `sent`, or `refused` when a retry cannot help
   * @throws ApplicationFailure `GatewayOutage`, retryable
   */
  async send(message: ShortMessage): Promise<'sent' | 'refused'> {
    const status = await this.#ask('POST', '/messages', message);
    if (isSuccess(status)) return 'sent';
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) return 'refused';
    throw outage(`the gateway answered ${String(status)}`);
  }

  /**
   * Asks the gateway whether it has a message with this id.
   * @throws ApplicationFailure `GatewayOutage`, retryable
   */
  async knows(id: string): Promise<boolean> {
    const status = await this.#ask('GET', `/messages/${encodeURIComponent(id)}`);
    if (isSuccess(status)) return true;
    if (status === 404) return false;
    throw outage(`the gateway answered ${String(status)}`);
  }

  async #ask(method: string, path: string, body?: ShortMessage): Promise<number> {
    try {
      const response = await fetch(this.#url + path, {
        method,
        headers: { authorization: `Bearer ${this.#secret}`, 'content-type': 'application/json' },
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(gatewayDeadlineMs), this.#cancelled]),
        ...(body && { body: JSON.stringify(body) }),
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      // Only the kind of the failure: its message may contain the URL with parameters.
      throw outage(`the gateway cannot be reached (${error instanceof Error ? error.name : 'unknown'})`);
    }
  }
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

const outage = (reason: string): ApplicationFailure => ApplicationFailure.create({ type: 'GatewayOutage', message: reason });
