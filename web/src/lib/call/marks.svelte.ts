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
  #timers: readonly ReturnType<typeof setTimeout>[] = [];

  add(mark: Mark): void {
    if (mark.shape === 'clear') {
      this.clear();
      return;
    }
    const id = uuid();
    this.shown = [...this.shown, { ...mark, id }].slice(-most);
    const timer = setTimeout(() => {
      this.#timers = this.#timers.filter((each) => each !== timer);
      this.shown = this.shown.filter((each) => each.id !== id);
    }, lifetimeMs);
    this.#timers = [...this.#timers, timer];
  }

  clear(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
    this.shown = [];
  }
}
