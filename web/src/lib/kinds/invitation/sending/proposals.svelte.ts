/** The times that an invitation proposes: each is held for the taxpayer while the officer fills in the form. */
import { Hold, type HeldPlace, type SlotService } from '#lib/slots/hold.svelte.ts';
import { mostProposed } from '../../../../../../domain/invitation/invitation.ts';

/** A chosen time as drafts store it: the form that holds it, and the place. */
export interface KeptProposal {
  readonly form: string;
  readonly place: HeldPlace;
}

const formOf = (index: number): string => `invitation-${String(index + 1)}`;

export class Proposals {
  /** Holds without a place. A taxpayer has one hold per form, so each has a form of its own. */
  #spare: Hold[] = [];
  chosen = $state.raw<readonly Hold[]>([]);
  /** Hold of the time that is chosen next; null when there are as many as may be. */
  next = $state.raw<Hold | null>(null);
  /** Chosen times that could not be held again when the form was sent. */
  taken = $state.raw<readonly HeldPlace[]>([]);

  /**
   * @param identityId taxpayer for whom the places are held
   * @param kept times chosen before a reload
   */
  constructor(identityId: string, kept: readonly KeptProposal[] = []) {
    const holds = Array.from({ length: mostProposed }, (_, i) => formOf(i)).map(
      (form) => new Hold({ form, identityId }, kept.find((each) => each.form === form)?.place ?? null),
    );
    this.chosen = inOrder(holds.filter(({ place }) => place !== null));
    this.#spare = holds.filter(({ place }) => place === null);
    this.next = this.#spare.pop() ?? null;
  }

  /** The chosen times, for the draft. */
  get kept(): readonly KeptProposal[] {
    return this.chosen.flatMap(({ form, place }) => (place === null ? [] : [{ form, place }]));
  }

  /** Adds the time that was chosen; one that is among them already is given back. */
  add(): void {
    const { next } = this;
    if (next?.place == null) return;
    if (this.chosen.some(({ place }) => place?.startsAt === next.place?.startsAt)) {
      next.release();
      return;
    }
    this.chosen = inOrder([...this.chosen, next]);
    this.taken = [];
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

  /** Holds again what has run out. @returns false when a time is not held now; `taken` and its hold's problem tell why */
  async renew(service: SlotService): Promise<boolean> {
    return await this.#hold(
      service,
      this.chosen.filter(({ live }) => live === null),
    );
  }

  /** Holds every time again, after the server did not find the places. @returns as `renew` */
  async retake(service: SlotService): Promise<boolean> {
    return await this.#hold(service, this.chosen);
  }

  /** A time that somebody else has taken is removed, so that another one can be chosen. */
  async #hold(service: SlotService, holds: readonly Hold[]): Promise<boolean> {
    this.taken = [];
    for (const hold of holds) {
      const { place } = hold;
      if (place === null) continue;
      await hold.take(service, place.startsAt);
      if (hold.lost === undefined) continue;
      this.taken = [...this.taken, place];
      this.remove(hold);
    }
    return this.taken.length === 0 && this.chosen.every(({ live, problem }) => live !== null && problem === undefined);
  }
}

const startOf = ({ place }: Hold): string => place?.startsAt ?? '';
const inOrder = (holds: readonly Hold[]): readonly Hold[] => holds.toSorted((one, other) => startOf(one).localeCompare(startOf(other)));
