import type { Knex } from 'knex';

import { isOpen, turnOf, type MessageState, type RecordedMessageEvent } from '../domain/message.ts';
import { noticeCategory, type OwedNotice } from '../domain/notices.ts';
import { caseNumber, numberDay } from '../domain/number.ts';

/** The statements of which writing the image consists; each may run again without changing anything. */

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Locks the case's row for the transaction; undefined before its first projection. */
export async function imageForUpdate(trx: Knex.Transaction, caseId: string): Promise<{ version: number; number: string } | undefined> {
  return await trx('cases').where({ id: caseId }).forUpdate().first('version', 'number');
}

/** The row that was to be made is there: another run of the same projection has made it meanwhile. */
export class CaseExists extends Error {}

/**
 * The row of a new case, with its number of the day.
 * @throws CaseExists; the transaction has to be given up, and its number with it
 */
export async function insertCase(trx: Knex.Transaction, state: MessageState): Promise<string> {
  const day = numberDay(state.openedAt);
  const counted = await trx.raw<{ rows: { last: number }[] }>(
    `INSERT INTO number_counters (day, kind, last) VALUES (?, ?, 1)
     ON CONFLICT (day, kind) DO UPDATE SET last = number_counters.last + 1 RETURNING last`,
    [day, state.kind],
  );
  const number = caseNumber(state.kind, day, counted.rows[0]?.last ?? 0);
  const inserted = await trx('cases')
    .insert({ id: state.id, number, ...imageOf(state) })
    .onConflict('id')
    .ignore()
    .returning<{ id: string }[]>('id');
  if (!inserted[0]) throw new CaseExists(state.id);
  return number;
}

/**
 * The story, append only. With it goes the word to the web processes, which they get after the commit, that they may have to
 * look at the case.
 */
export async function insertEvents(trx: Knex.Transaction, caseId: string, events: readonly RecordedMessageEvent[]): Promise<void> {
  const rows = events.map(({ version, type, at, actor, ...data }) => ({
    version,
    type,
    at: instant(at),
    actor_kind: actor.kind,
    actor_id: actor.kind === 'system' ? null : actor.id,
    data,
  }));
  await trx.raw(
    `WITH written AS (
       INSERT INTO case_events (case_id, version, type, at, actor_kind, actor_id, data)
       SELECT :caseId, e.* FROM jsonb_to_recordset(:rows)
         AS e(version int, type text, at timestamptz, actor_kind text, actor_id uuid, data jsonb)
       ON CONFLICT (case_id, version) DO NOTHING)
     SELECT pg_notify('case_changed', :word)`,
    { caseId, rows: JSON.stringify(rows), word: JSON.stringify({ caseId, version: events.at(-1)?.version ?? 0 }) },
  );
}

/** The assignment that an earlier run of the same projection chose. */
export async function readAssigned(trx: Knex.Transaction, caseId: string, version: number): Promise<RecordedMessageEvent | null> {
  const row = await trx('case_events')
    .where({ case_id: caseId, version, type: 'assigned' })
    .first<{ at: Date; data: { officerId: string } } | undefined>('at', 'data');
  return row ? { type: 'assigned', officerId: row.data.officerId, version, at: row.at.getTime(), actor: { kind: 'system' } } : null;
}

/** Texts, forms and uploads that the events name become the case's own; one statement, as a command has to wait for it. */
export async function adoptContents(trx: Knex.Transaction, caseId: string, events: readonly RecordedMessageEvent[]): Promise<void> {
  const textIds = events.flatMap(textIdsOf);
  const uploads = events.flatMap((event) => ('uploadIds' in event ? event.uploadIds.map((id) => ({ id, version: event.version })) : []));
  if (textIds.length === 0 && uploads.length === 0) return;
  await trx.raw(
    `WITH adopted_texts AS (UPDATE texts SET adopted_at = now() WHERE id = ANY (:textIds) AND case_id = :caseId AND adopted_at IS NULL),
          adopted_form AS (UPDATE message_forms SET adopted_at = now() WHERE case_id = :caseId AND adopted_at IS NULL)
     UPDATE uploads SET case_id = :caseId, event_version = named.version
     FROM jsonb_to_recordset(:uploads) AS named(id uuid, version int) WHERE uploads.id = named.id AND uploads.case_id IS NULL`,
    { caseId, textIds, uploads: JSON.stringify(uploads) },
  );
}

/** Notices owed for events, once each; those of our own inbox are delivered by being there. */
export async function oweNotices(
  trx: Knex.Transaction,
  state: MessageState,
  owed: readonly (OwedNotice & { version: number })[],
): Promise<void> {
  if (owed.length === 0) return;
  const rows = owed.map(({ kind, channel, version }) => ({
    case_id: state.id,
    version,
    kind,
    channel,
    identity_id: state.identityId,
    category: noticeCategory[kind],
    status: channel === 'inbox' ? 'sent' : 'pending',
    sent_at: channel === 'inbox' ? trx.fn.now() : null,
  }));
  await trx('notices').insert(rows).onConflict(['case_id', 'version', 'kind', 'channel']).ignore();
}

/** The image of the state, and the to-do that follows from it. The caller has made sure that it is newer. */
export async function writeImage(trx: Knex.Transaction, state: MessageState, events: readonly RecordedMessageEvent[]): Promise<void> {
  const rated = events.find((event) => event.type === 'rated');
  await trx('cases')
    .where({ id: state.id })
    .update({ ...imageOf(state), ...(rated && { stars: rated.stars, resolved: rated.resolved }) });
  if (isOpen(state)) await trx('tasks').where({ case_id: state.id }).update(taskOf(state));
  else await trx('tasks').where({ case_id: state.id }).delete();
}

const imageOf = (state: MessageState) => ({
  kind: state.kind,
  region_id: state.regionId,
  centre_id: state.centreId,
  type_id: state.typeId,
  identity_id: state.identityId,
  assignee_id: state.assigneeId,
  status: state.status,
  version: state.version,
  state: JSON.stringify(state),
  opened_at: instant(state.openedAt),
  answered_at: instant(state.answeredAt),
  changed_at: new Date().toISOString(),
  closed_at: instant(state.closedAt),
});

/** Rank 0 comes before rank 1 in every list: what is overdue goes first. */
const taskOf = (state: MessageState) => ({
  centre_id: state.centreId,
  assignee_id: state.assigneeId,
  status: state.status,
  turn: turnOf(state),
  rank: state.clock?.escalated ? 0 : 1,
  due_at: instant(state.clock?.dueAt ?? state.openedAt),
  warn_at: instant(state.clock?.warnAt ?? null),
  warned: state.clock?.warned ?? false,
  escalated: state.clock?.escalated ?? false,
  version: state.version,
});

/** The to-do of a new case. What officers search in is put together once: the number, who it is about, the beginning of the text. */
export async function insertTask(trx: Knex.Transaction, state: MessageState): Promise<void> {
  const task = {
    case_id: state.id,
    kind: state.kind,
    region_id: state.regionId,
    type_id: state.typeId,
    opened_at: instant(state.openedAt),
    ...taskOf(state),
  };
  const columns = Object.keys(task);
  await trx.raw(
    `INSERT INTO tasks (${columns.join(', ')}, search)
     SELECT ${columns.map(() => '?').join(', ')},
            concat_ws(' ', c.number, i.company_name, i.person_name, i.tax_number,
              (SELECT left(t.body, 500) FROM case_events e JOIN texts t ON t.id = (e.data->>'textId')::uuid WHERE e.case_id = c.id AND e.type = 'submitted'))
     FROM cases c JOIN identities i ON i.id = c.identity_id WHERE c.id = ?
     ON CONFLICT (case_id) DO NOTHING`,
    [...Object.values(task), state.id],
  );
}

function textIdsOf(event: RecordedMessageEvent): string[] {
  const ids = [
    'textId' in event ? event.textId : null,
    'noteId' in event ? event.noteId : null,
    'reasonId' in event ? event.reasonId : null,
  ];
  return ids.filter((id) => id !== null);
}
