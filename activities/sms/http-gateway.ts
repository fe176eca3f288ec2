import { ApplicationFailure } from '@temporalio/activity';

export interface ShortMessage {
  /** The notice's id: the gateway's idempotency key. */
  id: string;
  phone: string;
  /** The gateway's own name of the text. */
  template: string;
  parameters: Record<string, string>;
  receiptUrl: string;
}

/** The deadline of one request, in milliseconds: longer than any sound gateway takes. */
export const gatewayDeadlineMs = 10_000;

/**
 * The plain HTTP gateway: POST {url}/messages, GET {url}/messages/{id}, with a bearer secret. Its particulars stand in
 * docs/api/sms-gateway.md.
 *
 * 1. Every request has a deadline; the caller may end it earlier.
 * 2. The status says all there is to say: the body of an answer is never read, however long it is.
 * 3. A redirection is not followed: it would carry the secret and the number to an address that nobody configured.
 */
export class HttpGateway {
  readonly #url: string;
  readonly #secret: string;
  readonly #cancelled: AbortSignal;

  /** @param cancelled ends a request that is under way */
  constructor(url: string, secret: string, cancelled: AbortSignal) {
    this.#url = url.replace(/\/$/, '');
    this.#secret = secret;
    this.#cancelled = cancelled;
  }

  /**
   * @returns `sent`, or `refused` when trying again cannot help
   * @throws ApplicationFailure `GatewayOutage`, retryable
   */
  async send(message: ShortMessage): Promise<'sent' | 'refused'> {
    const status = await this.#ask('POST', '/messages', message);
    if (isSuccess(status)) return 'sent';
    if (status >= 400 && status < 500 && status !== 408 && status !== 429) return 'refused';
    throw outage(`the gateway answered ${String(status)}`);
  }

  /**
   * Asks the gateway for a message by its id.
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
      // Only the kind of the failure: its text may hold the address with its parameters.
      throw outage(`the gateway cannot be reached (${error instanceof Error ? error.name : 'unknown'})`);
    }
  }
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

const outage = (reason: string): ApplicationFailure => ApplicationFailure.create({ type: 'GatewayOutage', message: reason });
