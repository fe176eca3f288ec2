import { randomUUID } from 'node:crypto';

import type { Knex } from 'knex';

import { createProject } from '../../activities/project.ts';
import { record, system, type Actor } from '../../domain/case.ts';
import type {
  ConversationCommand,
  ConversationEvent,
  ConversationOpening,
  ConversationPolicy,
  ConversationState,
} from '../../domain/conversation/conversation.ts';
import { conversationKind } from '../../domain/conversation/kind.ts';
import { aConversationOpening, patientConversationPolicy } from './conversation.ts';

/** A conversation without its workflow: rules and projection in this process, as the workflow calls them, for tests of many at once. */
export class ConversationLife {
  readonly id: string;
  readonly #project: ReturnType<typeof createProject>;
  readonly #policy: ConversationPolicy;
  #state: ConversationState;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(knex: Knex, id: string, state: ConversationState, policy: ConversationPolicy) {
    this.#project = createProject(knex);
    this.#policy = policy;
    this.id = id;
    this.#state = state;
  }

  /** @param about what the opening has else than usual */
  static async begin(knex: Knex, about: Partial<ConversationOpening>, policy = patientConversationPolicy): Promise<ConversationLife> {
    const opening = aConversationOpening({ id: randomUUID(), ...about });
    const life = new ConversationLife(knex, opening.id, conversationKind.begin(opening, Date.now()), policy);
    await life.#inTurn(() => life.#commit(conversationKind.opened(opening, policy, Date.now()), conversationKind.openedBy(opening)));
    return life;
  }

  get state(): ConversationState {
    return this.#state;
  }

  /** @returns the code of the refusal; null when it was carried out */
  does(actor: Actor, command: ConversationCommand): Promise<string | null> {
    return this.#inTurn(async () => {
      const decision = conversationKind.decide(this.#state, actor, command, this.#policy, Date.now());
      return decision.ok ? await this.#commit(decision.events, actor) : decision.refusal.code;
    });
  }

  /** The deadline of the offer passes. */
  missesOffer(): Promise<string | null> {
    return this.#inTurn(async () => {
      const { status, assigneeId } = this.#state;
      if (status !== 'offered' || assigneeId === null) return 'not-offered';
      return await this.#commit([{ type: 'offer-elapsed', officerId: assigneeId, until: Date.now() + 60_000 }], system);
    });
  }

  async #commit(events: readonly ConversationEvent[], actor: Actor): Promise<string | null> {
    const recorded = record(this.#state, events, actor, Date.now());
    const after = recorded.reduce((state, event) => conversationKind.apply(state, event), this.#state);
    const { granted, lost } = await this.#project({
      state: after,
      events: recorded,
      want: conversationKind.wants(after),
      ...(recorded[0]?.version === 1 && { policy: this.#policy }),
    });
    if (lost !== null) return lost.code;
    this.#state = granted === null ? after : conversationKind.apply(after, granted as never);
    return null;
  }

  #inTurn<R>(work: () => Promise<R>): Promise<R> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
