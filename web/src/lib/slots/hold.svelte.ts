/** The place that a form holds: chosen, held for some minutes, lost, or given back. */
import { everySecond } from '#lib/clock.svelte.ts';
import { Problem, problemOf } from '#lib/api/problem.ts';
import { request } from '#lib/api/request.ts';
import { instant } from '#lib/time.ts';
import { uuid } from '#lib/uuid.ts';
import type { HoldAnswer, HoldBody, SlotStart } from '../../../api/slots.ts';

export type HeldPlace = NonNullable<HoldAnswer['place']>;

/** Whose starts are looked at: a centre and a type of appointment. */
export interface SlotService {
  readonly centreId: string;
  readonly typeId: string;
}

/** Form that holds; the taxpayer, when an officer holds for them; the appointment to be moved. */
export type HoldFor = Pick<HoldBody, 'form' | 'caseId' | 'identityId'>;

/** A start that somebody else took, and the free ones nearest to it. */
export interface Lost {
  readonly startsAt: string;
  readonly nearest: readonly SlotStart[];
}

export class Hold {
  readonly #for: HoldFor;
  /** Counts what was asked for, so that an answer that comes too late is given back. */
  #round = 0;
  place = $state.raw<HeldPlace | null>(null);
  /** Start that is being held. */
  asking = $state.raw<string>();
  lost = $state.raw<Lost>();
  problem = $state.raw<Problem>();
  /** True when the place was lost while it was sent, and is held again. */
  again = $state(false);

  /** @param kept place held before a reload */
  constructor(purpose: HoldFor, kept: HeldPlace | null = null) {
    this.#for = purpose;
    this.place = kept;
  }

  get form(): string {
    return this.#for.form ?? 'booking';
  }

  /** Milliseconds until the hold runs out; reactive, by the second. */
  get leftMs(): number {
    return this.place === null ? 0 : Math.max(0, instant(this.place.heldUntil) - everySecond());
  }

  /** The place, while it is held. */
  get live(): HeldPlace | null {
    return this.leftMs > 0 ? this.place : null;
  }

  /** Holds a place at a start; the one held before is given back. When there is none left, `lost` tells the nearest free starts. */
  async take({ centreId, typeId }: SlotService, startsAt: string): Promise<void> {
    if (this.asking !== undefined) return;
    const round = ++this.#round;
    this.asking = startsAt;
    this.#clear();
    try {
      const body: HoldBody = { ...this.#for, id: uuid(), centreId, typeId, startsAt };
      const { place, nearest } = await request<HoldAnswer>('/api/slots/holds', { method: 'POST', body });
      if (round !== this.#round) {
        if (place !== null) this.#giveBack(place);
        return;
      }
      if (place === null) {
        this.lost = { startsAt, nearest };
        if (this.live === null) this.place = null;
      } else this.place = place;
    } catch (error) {
      if (round === this.#round) this.problem = problemOf(error);
    } finally {
      if (round === this.#round) this.asking = undefined;
    }
  }

  /** After a refusal of what was sent: tries to hold the same start again. @returns true when the place had been lost */
  async retake(problem: Problem | undefined): Promise<boolean> {
    const { place } = this;
    if (problem?.is('slot-taken') !== true || place === null) return false;
    this.place = null;
    await this.take(place, place.startsAt);
    this.again = this.live !== null;
    return true;
  }

  /** Gives the place back, for example when another centre is chosen. */
  release(): void {
    const { place } = this;
    this.forget();
    if (place !== null) this.#giveBack(place);
  }

  /** Forgets a place that has become a case's. */
  forget(): void {
    this.#round += 1;
    this.asking = undefined;
    this.place = null;
    this.#clear();
  }

  #clear(): void {
    this.lost = undefined;
    this.problem = undefined;
    this.again = false;
  }

  #giveBack({ id }: HeldPlace): void {
    const { identityId } = this.#for;
    request(`/api/slots/holds/${id}`, { method: 'DELETE', query: { identityId }, retries: 0 }).catch((error: unknown) => {
      // What is not given back runs out by itself.
      if (!(error instanceof Problem)) throw error;
    });
  }
}
