import { ApplicationFailure } from '@temporalio/activity';

export interface ShortMessage {
  /** The notice's id: the gateway's key against sending twice. */
  id: string;
  phone: string;
  /** The gateway's own name of the text. */
  template: string;
  parameters: Record<string, string>;
  receiptUrl: string;
}

/** Longer than any sound gateway takes, shorter than the activity's own limit. */
const patienceMs = 10_000;

/**
 * The plain HTTP gateway: POST {url}/messages, GET {url}/messages/{id}, with a bearer secret. Its particulars stand in
 * docs/api/sms-gateway.md.
 */
export class HttpGateway {
  readonly #url: string;
  readonly #secret: string;

  constructor(url: string, secret: string) {
    this.#url = url.replace(/\/$/, '');
    this.#secret = secret;
  }

  /**
   * @returns `sent`, or `refused` when trying again cannot help
   * @throws ApplicationFailure `GatewayOutage`, retryable
   */
  async send(message: ShortMessage): Promise<'sent' | 'refused'> {
    const response = await this.#ask('POST', '/messages', message);
    if (response.ok) return 'sent';
    if (response.status >= 400 && response.status < 500 && response.status !== 408 && response.status !== 429) return 'refused';
    throw outage(`the gateway answered ${String(response.status)}`);
  }

  /** Whether the gateway has a message under this id. */
  async knows(id: string): Promise<boolean> {
    const response = await this.#ask('GET', `/messages/${encodeURIComponent(id)}`);
    if (response.ok) return true;
    if (response.status === 404) return false;
    throw outage(`the gateway answered ${String(response.status)}`);
  }

  async #ask(method: string, path: string, body?: ShortMessage): Promise<Response> {
    try {
      return await fetch(this.#url + path, {
        method,
        headers: { authorization: `Bearer ${this.#secret}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(patienceMs),
        ...(body && { body: JSON.stringify(body) }),
      });
    } catch (error) {
      // Only the kind of the failure: its text may hold the address with its parameters.
      throw outage(`the gateway cannot be reached (${error instanceof Error ? error.name : 'unknown'})`);
    }
  }
}

const outage = (reason: string): ApplicationFailure => ApplicationFailure.create({ type: 'GatewayOutage', message: reason });
