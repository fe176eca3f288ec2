import { ApplicationFailure } from '@temporalio/activity';
import type { Knex } from 'knex';

import { moveChat } from '../db/chat/stand.ts';
import { releaseFromDraft } from '../db/drafts.ts';
import { setAwayForMissed } from '../db/officers.ts';
import { CaseExists, imageVersion, markStalled, moveImage, openImage, readEvent, takeTurn, type Picture } from '../db/projection.ts';
import { keepPlaces } from '../db/slots/grant.ts';
import { record, system, type CaseEvent, type CaseState, type Recorded, type Refusal } from '../domain/case.ts';
import type { GrantRule, KindTypes, Want, WantName } from '../domain/kind.ts';
import { kinds } from '../domain/kinds.ts';
import { storeConflict } from '../workflows/contract.ts';
import { withReason } from './database-reason.ts';
import { win } from './grants.ts';

export interface Projection {
  state: CaseState;
  events: readonly Recorded<CaseEvent>[];
  /** Want to be decided in the same transaction. */
  want?: Want | null;
  /** Request for an officer by workflows of an earlier version. */
  allocate?: boolean;
  /** Update id of the command that caused the events. Its stored outcome becomes `done`. */
  key?: string;
  /** Policy of a new case. It is stored with the projection, so that pages, API and workflow decide by the same values. */
  policy?: unknown;
  /** Existing case number, when the projection is written again. */
  number?: string;
}

export interface ProjectionOutcome {
  number: string;
  /** Event of the grant. It is already projected; the workflow applies it to its state. */
  granted: Recorded<CaseEvent> | null;
  /** Refusal when nothing was written, because the case cannot do without the lost want. */
  lost: Refusal | null;
  owesShortMessages: boolean;
}

export interface ProjectionSurroundings {
  /** Announces a change on a bus other than PostgreSQL. */
  announce: () => void;
  /** Called after a change in a centre that may have left an officer with less to do. */
  called: (centreId: string) => void;
  /** Instant in epoch milliseconds when the caller gives this attempt up. A grant must not be committed after it. */
  givenUpAt: () => number;
}

const nobody = (): void => undefined;
const never = (): number => Infinity;

/**
 * Writes a workflow's decision as one transaction:
 * 1. An event is inserted once, by (case, version). Contents it references are adopted, and notices it owes are inserted once.
 * 2. The projection's version only grows. Running twice or late changes nothing.
 * 3. PostgreSQL owns what a case wants. The grant and its projection are one transaction, and the workflow, which holds its mutex
 *    meanwhile, applies the granted event. A repeated run reads the same grant back. Without a grant the case either goes on, or nothing is
 *    written and the refusal is returned. A projection without events tries a want again that was lost.
 * 4. Events are compared with the stored ones of the same version. If they differ or an earlier event is missing, nothing is written, the
 *    case is marked as stalled, and the failure is not retryable.
 * 5. Uploads that a draft no longer references are released afterwards, in a separate idempotent statement.
 * 6. The stand of a chat, and the lines in it, are part of the transaction; so is giving back the places that the case no longer has.
 * 7. An officer who missed an offer is set to away in the transaction, once.
 * 8. The row in case_changes and its NOTIFY are part of the transaction. `announce` notifies another bus after the commit.
 * @throws ApplicationFailure of type `storeConflict`, not retryable (rule 4)
 */
export const createProject = (
  knex: Knex,
  { announce = nobody, called = nobody, givenUpAt = never }: Partial<ProjectionSurroundings> = {},
) => {
  const write = async (projection: Projection): Promise<ProjectionOutcome> => {
    const { state, events, key, policy, number } = projection;
    const want = wantOf(projection);
    const base = { ...(key !== undefined && { key }), policy, ...(number !== undefined && { number }) };
    const kind = kinds[state.kind];
    if (want === null && !isFirst(events) && kind.chat === undefined && kind.placesOf === undefined) {
      const picture = { ...base, ...pictureOf(state, events) };
      return outcomeOf(picture, await moveImage(knex, picture), null);
    }
    const limit = givenUpAt();
    return await knex.transaction(async (trx) => {
      const known = await takeTurn(trx, state);
      const granted = want === null ? null : await grant(trx, state, want, { known, again: events.length === 0 });
      if (granted !== null && 'code' in granted) throw new GrantLost(granted);
      const picture = {
        ...base,
        ...(granted ? pictureOf(kinds[state.kind].apply(state, granted), [...events, granted]) : pictureOf(state, events)),
      };
      await setAwayForMissed(trx, state.id, missedIn(picture));
      const writtenNumber = known ? await moveImage(trx, picture) : await openImage(trx, picture);
      await moveChat(trx, picture.state, picture.events);
      // A late run must not give back what a newer state has.
      const places = kind.placesOf?.(picture.state);
      if (places !== undefined && (await imageVersion(trx, state.id)) === picture.state.version) await keepPlaces(trx, state.id, places);
      if (want !== null && Date.now() >= limit) throw new Error('too late: this attempt was given up meanwhile');
      return outcomeOf(picture, writtenNumber, granted);
    });
  };

  const writeOnce = async (projection: Projection): Promise<ProjectionOutcome> => {
    try {
      return await write(projection);
    } catch (error) {
      // Another run of the same projection was faster; its grant can be read now.
      if (error instanceof CaseExists) return await write(projection);
      if (error instanceof GrantLost) return nothingWritten(error.refusal);
      throw error;
    }
  };

  return async (projection: Projection): Promise<ProjectionOutcome> => {
    const { state, events } = projection;
    try {
      const outcome = await writeOnce(projection);
      announce();
      if (kinds[state.kind].grants.officer !== undefined && outcome.granted === null) called(state.centreId);
      if (events.some((event) => kinds[state.kind].leavesDraft?.(event)))
        await releaseFromDraft(knex, { id: state.id, version: outcome.granted?.version ?? state.version });
      return outcome;
    } catch (error) {
      if (!isStoreConflict(error)) throw withReason(error);
      await markStalled(knex, state.id, 'conflict');
      throw ApplicationFailure.create({ type: storeConflict, message: reasonOf(error), nonRetryable: true });
    }
  };
};

/** Rolls back the transaction in which a want was lost. */
class GrantLost extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

const wantOf = ({ want, allocate, state }: Projection): Want | null => want ?? (allocate === true ? kinds[state.kind].wants(state) : null);

const isFirst = (events: Projection['events']): boolean => events[0]?.version === 1;

const pictureOf = (state: CaseState, events: Projection['events']): Pick<Picture, 'state' | 'events' | 'owed'> => ({
  state,
  events,
  owed: events.flatMap((event) => kinds[state.kind].noticesFor(event, state).map((notice) => ({ ...notice, version: event.version }))),
});

const missedIn = ({ state, events }: Pick<Picture, 'state' | 'events'>) =>
  events.flatMap((event) => {
    const officerId = kinds[state.kind].missedBy?.(event) ?? null;
    return officerId === null ? [] : [{ version: event.version, officerId }];
  });

const outcomeOf = ({ owed }: Picture, number: string, granted: Recorded<CaseEvent> | null): ProjectionOutcome => ({
  number,
  granted,
  lost: null,
  owesShortMessages: owed.some(({ channel }) => channel === 'sms'),
});

const nothingWritten = (lost: Refusal): ProjectionOutcome => ({
  number: '',
  granted: null,
  lost,
  owesShortMessages: false,
});

/**
 * Returns the event of the grant, null when the case goes on without it, or the refusal. If an earlier run of the same projection has
 * committed, its result is final.
 * @param known true when the case has a projection; `again` when no event is written but a grant
 */
async function grant(
  trx: Knex.Transaction,
  state: CaseState,
  want: Want,
  { known, again }: { known: boolean; again: boolean },
): Promise<Recorded<CaseEvent> | Refusal | null> {
  const rule: GrantRule<KindTypes, WantName> | undefined = kinds[state.kind].grants[want.name];
  if (rule === undefined) throw new Error(`a ${state.kind} does not say what follows from winning: ${want.name}`);
  const written = known ? await imageVersion(trx, state.id) : 0;
  if (written > state.version || (written === state.version && !again))
    return await readEvent(trx, state.id, state.version + 1, rule.events);
  const won = await win(trx, want);
  const now = Date.now();
  if (won !== null) return record(state, [rule.granted(won, state, now)], system, now)[0] ?? null;
  const lost = rule.lost(state);
  return lost === 'goes-on' ? null : lost;
}

/** Error codes with which the database refuses conflicting events (migration 019). */
const isStoreConflict = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && (error.code === 'ZN001' || error.code === 'ZN002');

function reasonOf(error: Error): string {
  const reason = withReason(error);
  return reason instanceof Error ? reason.message : error.message;
}
