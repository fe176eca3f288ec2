import type { Knex } from 'knex';

import { isOpen, turnOf, type MessageState, type RecordedMessageEvent } from '../domain/message.ts';
import { noticeCategory, type OwedNotice } from '../domain/notices.ts';
import { caseNumber, numberDay } from '../domain/number.ts';

/** The statements of which writing the image consists; each may run again without changing anything. */

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Locks the case's row for the transaction; undefined before its first projection. */
export async function imageVersionForUpdate(trx: Knex.Transaction, caseId: string): Promise<{ version: number; number: string } | undefined> {
  return await trx('cases').where({ id: caseId }).forUpdate().first('version', 'number');
}

/** The row of a new case, with its number of the day; the number of the row that is there if another was first. */
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
    .returning<{ number: string }[]>('number');
  if (inserted[0]) return number;
  const { number: first } = (await imageVersionForUpdate(trx, state.id)) ?? { number };
  return first;
}

/** The story, append only. */
export async function insertEvents(trx: Knex.Transaction, caseId: string, events: readonly RecordedMessageEvent[]): Promise<void> {
  const rows = events.map(({ version, type, at, actor, ...data }) => ({
    case_id: caseId,
    version,
    type,
    at: instant(at),
    actor_kind: actor.kind,
    actor_id: actor.kind === 'system' ? null : actor.id,
    data: JSON.stringify(data),
  }));
  await trx('case_events').insert(rows).onConflict(['case_id', 'version']).ignore();
}

/** The assignment that an earlier run of the same projection chose. */
export async function readAssigned(trx: Knex.Transaction, caseId: string, version: number): Promise<RecordedMessageEvent | null> {
  const row = await trx('case_events').where({ case_id: caseId, version, type: 'assigned' }).first<{ at: Date; data: { officerId: string } } | undefined>('at', 'data');
  return row ? { type: 'assigned', officerId: row.data.officerId, version, at: row.at.getTime(), actor: { kind: 'system' } } : null;
}

/** Texts and uploads that the events name become the case's own. */
export async function adoptContents(trx: Knex.Transaction, caseId: string, events: readonly RecordedMessageEvent[]): Promise<void> {
  const textIds = events.flatMap(textIdsOf);
  if (textIds.length > 0) await trx('texts').whereIn('id', textIds).where({ case_id: caseId }).whereNull('adopted_at').update({ adopted_at: trx.fn.now() });
  for (const event of events) {
    const uploadIds = 'uploadIds' in event ? event.uploadIds : [];
    if (uploadIds.length > 0) await trx('uploads').whereIn('id', uploadIds).whereNull('case_id').update({ case_id: caseId, event_version: event.version });
    if (event.type === 'submitted') await trx('message_forms').where({ case_id: caseId }).whereNull('adopted_at').update({ adopted_at: trx.fn.now() });
  }
}

/** Notices owed for events, once each; those of our own inbox are delivered by being there. */
export async function oweNotices(trx: Knex.Transaction, state: MessageState, owed: readonly (OwedNotice & { version: number })[]): Promise<void> {
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
  if (!isOpen(state)) await trx('tasks').where({ case_id: state.id }).delete();
  else if (events.some((event) => event.type === 'submitted')) await insertTask(trx, state);
  else await trx('tasks').where({ case_id: state.id }).update(taskOf(state));
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

/** What officers search in is put together once: the number, who it is about, and the beginning of the text. */
async function insertTask(trx: Knex.Transaction, state: MessageState): Promise<void> {
  const task = { case_id: state.id, kind: state.kind, region_id: state.regionId, type_id: state.typeId, opened_at: instant(state.openedAt), ...taskOf(state) };
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
  const ids = ['textId' in event ? event.textId : null, 'noteId' in event ? event.noteId : null, 'reasonId' in event ? event.reasonId : null];
  return ids.filter((id) => id !== null);
}
