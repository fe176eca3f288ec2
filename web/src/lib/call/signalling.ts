/** The page's side of a call's signalling (web/api/media.ts): requests with answers, and events. */
import type { MediaEvent, MediaFault, MediaMessage, MediaMethod, MediaRequest } from '../../../api/media.ts';

/** A request that the server refused, or that was not answered. */
export class SignallingFault extends Error {
  override readonly name = 'SignallingFault';
  readonly code: MediaFault | 'closed';

  constructor(code: MediaFault | 'closed') {
    super(code);
    this.code = code;
  }
}

interface Waiting {
  resolve: (data: unknown) => void;
  reject: (error: SignallingFault) => void;
}

const answerWithinMs = 10_000;
const openWithinMs = 8_000;

export class Signalling {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #next = 1;

  private constructor(socket: WebSocket, onevent: (event: MediaEvent) => void, onclose: (code: number) => void) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as MediaMessage;
      if ('event' in message) onevent(message);
      else this.#settle(message);
    });
    socket.addEventListener('close', ({ code }) => {
      for (const { reject } of this.#waiting.values()) reject(new SignallingFault('closed'));
      this.#waiting.clear();
      onclose(code);
    });
  }

  /** @param path of the WebSocket on our origin */
  static async open(path: string, onevent: (event: MediaEvent) => void, onclose: (code: number) => void): Promise<Signalling> {
    const url = new URL(path, location.href);
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(url);
    // A browser waits for minutes where packets vanish.
    const limit = setTimeout(() => socket.close(), openWithinMs);
    try {
      await new Promise<void>((resolve, reject) => {
        socket.addEventListener('open', () => resolve(), { once: true });
        socket.addEventListener('error', () => reject(new SignallingFault('closed')), { once: true });
      });
    } finally {
      clearTimeout(limit);
    }
    return new Signalling(socket, onevent, onclose);
  }

  /** Sends a request and returns its answer. @throws SignallingFault */
  async ask<Answer = unknown>(method: MediaMethod, data: MediaRequest['data']): Promise<Answer> {
    if (this.#socket.readyState !== WebSocket.OPEN) throw new SignallingFault('closed');
    const id = this.#next;
    this.#next += 1;
    const answered = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#socket.send(JSON.stringify({ id, method, data }));
    const limit = setTimeout(() => this.#waiting.get(id)?.reject(new SignallingFault('closed')), answerWithinMs);
    try {
      return (await answered) as Answer;
    } finally {
      clearTimeout(limit);
      this.#waiting.delete(id);
    }
  }

  close(): void {
    this.#socket.close();
  }

  #settle(message: Extract<MediaMessage, { id: number }>): void {
    const waiting = this.#waiting.get(message.id);
    if (message.ok) waiting?.resolve(message.data);
    else waiting?.reject(new SignallingFault(message.code));
  }
}
