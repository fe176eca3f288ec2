/** The times that an invitation proposes: each is held for the taxpayer while the officer fills in the form. */
import { Hold, type SlotService } from '#lib/slots/hold.svelte.ts';
import { mostProposed } from '../../../../../../domain/invitation/invitation.ts';

export class Proposals {
  /** Holds without a place. A taxpayer has one hold per form, so each has a form of its own. */
  #spare: Hold[];
  chosen = $state.raw<readonly Hold[]>([]);
  /** Hold of the time that is chosen next; null when there are as many as may be. */
  next = $state.raw<Hold | null>(null);

  /** @param identityId taxpayer for whom the places are held */
  constructor(identityId: string) {
    this.#spare = Array.from({ length: mostProposed }, (_, i) => new Hold({ form: `invitation-${String(i + 1)}`, identityId }));
    this.next = this.#spare.pop() ?? null;
  }

  /** Adds the time that was chosen; one that is among them already is given back. */
  add(): void {
    const { next } = this;
    if (next?.place == null) return;
    if (this.chosen.some(({ place }) => place?.startsAt === next.place?.startsAt)) {
      next.release();
      return;
    }
    this.chosen = [...this.chosen, next].toSorted((one, other) => startOf(one).localeCompare(startOf(other)));
    this.next = this.#spare.pop() ?? null;
  }

  remove(hold: Hold): void {
    hold.release();
    this.chosen = this.chosen.filter((each) => each !== hold);
    if (this.next === null) this.next = hold;
    else this.#spare.push(hold);
  }

  /** Gives all places back, for example when another type is chosen. */
  clear(): void {
    for (const hold of this.chosen) this.remove(hold);
    this.next?.release();
  }

  /** Holds again what has run out. @returns false when a time is lost; its hold tells why */
  async renew(service: SlotService): Promise<boolean> {
    for (const hold of this.chosen) {
      if (hold.live === null && hold.place !== null) await hold.take(service, hold.place.startsAt);
    }
    return this.chosen.every(({ live }) => live !== null);
  }
}

const startOf = ({ place }: Hold): string => place?.startsAt ?? '';
