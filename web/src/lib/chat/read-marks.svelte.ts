/** Marks up to which one side has received and read a chat, told to the server; changes are sent together. */
import { request } from '#lib/api/request.ts';

const tellMs = 400;

export class ReadMarks {
  /** Number of the last message that was read here. */
  read = $state(0);
  readonly #path: string;
  #told = { delivered: 0, read: 0 };
  #telling: ReturnType<typeof setTimeout> | undefined;

  /** @param path address of the chat */
  constructor(path: string) {
    this.#path = path;
  }

  /** @param delivered returns the number up to which the chat is complete here; undefined while nothing can be told */
  tell(delivered: () => number | undefined): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      const through = delivered();
      if (through === undefined) return;
      const told = { delivered: through, read: Math.max(this.read, this.#told.read) };
      if (told.delivered <= this.#told.delivered && told.read <= this.#told.read) return;
      void request(`${this.#path}/marks`, { method: 'PUT', body: told, retries: 0 }).then(
        () => {
          this.#told = told;
        },
        // Told with the next change.
        () => undefined,
      );
    }, tellMs);
  }

  stop(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
  }
}
