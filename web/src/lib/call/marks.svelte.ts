/** Marks on the shared picture. Each fades by itself, so that none goes on pointing at something else. */
import type { Mark } from '../../../api/media.ts';
import { uuid } from '#lib/uuid.ts';

export interface ShownMark extends Mark {
  readonly id: string;
}

const lifetimeMs = 6_000;
const most = 30;

export class Marks {
  shown = $state.raw<readonly ShownMark[]>([]);
  readonly #onchange: (shown: readonly ShownMark[]) => void;
  #timers: readonly ReturnType<typeof setTimeout>[] = [];

  /** @param onchange hears of all that are shown whenever they change */
  constructor(onchange: (shown: readonly ShownMark[]) => void) {
    this.#onchange = onchange;
  }

  add(mark: Mark): void {
    if (mark.shape === 'clear') {
      this.clear();
      return;
    }
    const id = uuid();
    this.#show([...this.shown, { ...mark, id }].slice(-most));
    const timer = setTimeout(() => {
      this.#timers = this.#timers.filter((each) => each !== timer);
      this.#show(this.shown.filter((each) => each.id !== id));
    }, lifetimeMs);
    this.#timers = [...this.#timers, timer];
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    if (this.shown.length > 0) this.#show([]);
  }

  #show(shown: readonly ShownMark[]): void {
    this.shown = shown;
    this.#onchange(shown);
  }
}
