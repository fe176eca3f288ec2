import { setTimeout as sleep } from 'node:timers/promises';

import type { Knex } from 'knex';
import type { Logger } from 'pino';

import { keepPending, settleDone, settleRefused, type About, type CommandOutcome, type Person } from '../../../db/command-outcomes.ts';
import { Case } from '../../../db/models/index.ts';
import { markStalled } from '../../../db/projection.ts';
import { idOf, type Actor, type CaseKind, type Refusal } from '../../../domain/case.ts';
import { textIdsOf, toldBy } from '../../../domain/events.ts';
import type { Kind, KindTypes } from '../../../domain/kind.ts';
import { commandIdOf, type GoOnOutcome } from '../../../workflows/contract.ts';
import { Refused } from '../http/fault.ts';
import { CaseEnded, type CaseGateway, type Outcome } from './gateway.ts';

/** Longest time in milliseconds that an answer waits for its row: the database may be late. */
const keepMs = 500;
/** Backoff of retries for a row while the database is away, in milliseconds. */
const pauses = [1_000, 5_000, 15_000, 60_000, 120_000] as const;

/**
 * Gateway that records what its answers leave open:
 * 1. A command that is accepted (202) leaves a row, from which the person learns its outcome. The answer does not wait for a database that
 *    is away; the row follows.
 * 2. A command to an open case without a running workflow is refused as such, and the case is marked for the supervisor.
 */
export class KeptOutcomes implements CaseGateway {
  readonly #cases: CaseGateway;
  readonly #knex: Knex;
  readonly #log: Logger;

  constructor(cases: CaseGateway, knex: Knex, log: Logger) {
    this.#cases = cases;
    this.#knex = knex;
    this.#log = log;
  }

  async open<T extends KindTypes>(kind: Kind<T>, opening: T['opening'], policy: T['policy']): Promise<Outcome> {
    const outcome = await this.#cases.open(kind, opening, policy);
    // Only a row that is kept needs the first events again.
    if (outcome.kind !== 'taken') return outcome;
    const events = kind.opened(opening, policy, Date.now());
    const [textId = null] = events.flatMap((event) => textIdsOf(kind.events, toldBy(event)));
    return await this.#kept(outcome, kind.openedBy(opening), { kind: kind.name, id: opening.id, command: null, textId }, opening.id);
  }

  async opened(kind: CaseKind, caseId: string): Promise<Outcome> {
    return await this.#cases.opened(kind, caseId);
  }

  async startBulk(runId: string): Promise<void> {
    await this.#cases.startBulk(runId);
  }

  async startBulkOpening(runId: string): Promise<void> {
    await this.#cases.startBulkOpening(runId);
  }

  async outcomeOf(kind: CaseKind, caseId: string, updateId: string): Promise<Outcome | 'unknown'> {
    return await this.#cases.outcomeOf(kind, caseId, updateId);
  }

  async goOn(caseId: string): Promise<GoOnOutcome> {
    return await this.#cases.goOn(caseId);
  }

  async tell(kind: CaseKind, caseId: string, command: { type: string }): Promise<void> {
    await this.#cases.tell(kind, caseId, command);
  }

  async cancel(kind: CaseKind, caseId: string): Promise<void> {
    await this.#cases.cancel(kind, caseId);
  }

  async command(kind: CaseKind, caseId: string, key: string, actor: Actor, command: { type: string }, contents?: string): Promise<Outcome> {
    try {
      const outcome = await this.#cases.command(kind, caseId, key, actor, command, contents);
      const about = { kind, id: caseId, command: command.type, textId: textIdIn(command) };
      return await this.#kept(outcome, actor, about, commandIdOf(idOf(actor), key));
    } catch (error) {
      if (error instanceof CaseEnded && (await this.#isGone(caseId))) throw new Refused({ code: 'case-stalled' });
      throw error;
    }
  }

  async #isGone(caseId: string): Promise<boolean> {
    const image = await Case.query(this.#knex).findById(caseId).select('live');
    if (image?.live !== true) return false;
    await markStalled(this.#knex, caseId, 'workflow-gone');
    return true;
  }

  async #kept(outcome: Outcome, actor: Actor, about: About, updateId: string): Promise<Outcome> {
    if (outcome.kind !== 'taken' || actor.kind === 'system') return outcome;
    const kept = this.#keep({ kind: actor.kind, id: actor.id }, about, updateId);
    await Promise.race([kept, sleep(keepMs, undefined, { ref: false })]);
    return outcome;
  }

  /** Never throws: a final failure to write is only logged, and the case itself shows the outcome. */
  async #keep(person: Person, about: About, updateId: string): Promise<void> {
    for (const pause of [...pauses, null]) {
      try {
        await keepPending(this.#knex, person, about, updateId);
        return;
      } catch (error) {
        if (pause === null) this.#log.error({ caseId: about.id, err: error }, 'the outcome of a command cannot be kept');
        else await sleep(pause, undefined, { ref: false });
      }
    }
  }
}

/** Id of the text of a command; null when there is none. */
const textIdIn = (command: { type: string; textId?: unknown; noteId?: unknown; reasonId?: unknown }): string | null =>
  [command.textId, command.noteId, command.reasonId].find((id) => typeof id === 'string') ?? null;

/** The command was accepted, and no store knows it any more. */
const lost: Refusal = { code: 'command-lost' };
/** Age at which a missing command counts as lost, in milliseconds: its workflow may just be continuing as a new run. */
const lostAfterMs = 60_000;

/**
 * Returns the outcome of an accepted command: the stored one, or the workflow's, which is then stored.
 * @param outcome the stored outcome
 */
export async function settled(knex: Knex, cases: CaseGateway, outcome: CommandOutcome): Promise<Pick<CommandOutcome, 'state' | 'refusal'>> {
  if (outcome.state !== 'pending') return outcome;
  const { caseId, key, kind } = outcome;
  const found = await cases.outcomeOf(kind, caseId, key);
  if (found === 'unknown' && Date.now() - outcome.createdAt.getTime() < lostAfterMs) return outcome;
  const refusal = found === 'unknown' ? lost : found.kind === 'refused' ? found.refusal : null;
  if (refusal !== null) {
    await settleRefused(knex, { caseId, key, refusal });
    return { state: 'refused', refusal };
  }
  if (found !== 'unknown' && found.kind === 'taken') return outcome;
  await settleDone(knex, caseId, key);
  return { state: 'done', refusal: null };
}
