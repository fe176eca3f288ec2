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
 * The story, append only, and what goes with it: the contents that the events name become the case's own, the notices they owe
 * are owed once each (those of our own inbox are delivered by being there), and the web processes get word after the commit.
 * One statement, for a person waits for it and every one of them is a way to the database and back.
 */
export async function writeStory(
  trx: Knex.Transaction,
  state: MessageState,
  events: readonly RecordedMessageEvent[],
  owed: readonly (OwedNotice & { version: number })[],
): Promise<void> {
  const rows = events.map(({ version, type, at, actor, ...data }) => ({
    version,
    type,
    at: instant(at),
    actor_kind: actor.kind,
    actor_id: actor.kind === 'system' ? null : actor.id,
    data,
  }));
  const uploads = events.flatMap((event) => ('uploadIds' in event ? event.uploadIds.map((id) => ({ id, version: event.version })) : []));
  const notices = owed.map((notice) => ({ ...notice, category: noticeCategory[notice.kind] }));
  await trx.raw(
    `WITH written AS (
       INSERT INTO case_events (case_id, version, type, at, actor_kind, actor_id, data)
       SELECT :caseId, e.* FROM jsonb_to_recordset(:rows)
         AS e(version int, type text, at timestamptz, actor_kind text, actor_id uuid, data jsonb)
       ON CONFLICT (case_id, version) DO NOTHING),
     adopted_texts AS (
       UPDATE texts SET adopted_at = now() WHERE id = ANY (:textIds) AND case_id = :caseId AND adopted_at IS NULL),
     adopted_form AS (
       UPDATE message_forms SET adopted_at = now() WHERE case_id = :caseId AND adopted_at IS NULL),
     adopted_uploads AS (
       UPDATE uploads SET case_id = :caseId, event_version = named.version
       FROM jsonb_to_recordset(:uploads) AS named(id uuid, version int) WHERE uploads.id = named.id AND uploads.case_id IS NULL),
     owed AS (
       INSERT INTO notices (case_id, version, kind, channel, identity_id, category, status, sent_at)
       SELECT :caseId, n.version, n.kind, n.channel, :identityId, n.category,
         CASE n.channel WHEN 'inbox' THEN 'sent' ELSE 'pending' END, CASE n.channel WHEN 'inbox' THEN now() END
       FROM jsonb_to_recordset(:notices) AS n(version int, kind text, channel text, category text)
       ON CONFLICT (case_id, version, kind, channel) DO NOTHING)
     SELECT pg_notify('case_changed', :word)`,
    {
      caseId: state.id,
      identityId: state.identityId,
      rows: JSON.stringify(rows),
      textIds: events.flatMap(textIdsOf),
      uploads: JSON.stringify(uploads),
      notices: JSON.stringify(notices),
      word: JSON.stringify({ caseId: state.id, version: state.version }),
    },
  );
}

/** The assignment that an earlier run of the same projection chose. */
export async function readAssigned(trx: Knex.Transaction, caseId: string, version: number): Promise<RecordedMessageEvent | null> {
  const row = await trx('case_events')
    .where({ case_id: caseId, version, type: 'assigned' })
    .first<{ at: Date; data: { officerId: string } } | undefined>('at', 'data');
  return row ? { type: 'assigned', officerId: row.data.officerId, version, at: row.at.getTime(), actor: { kind: 'system' } } : null;
}

/** The image of the state, and the to-do that follows from it. The caller has made sure that it is newer. */
export async function writeImage(trx: Knex.Transaction, state: MessageState, events: readonly RecordedMessageEvent[]): Promise<void> {
  const rated = events.find((event) => event.type === 'rated');
  const task = trx('tasks').where({ case_id: state.id });
  await trx('cases')
    .with('task', isOpen(state) ? task.update(taskOf(state)) : task.delete())
    .where({ id: state.id })
    .update({ ...imageOf(state), ...(rated && { stars: rated.stars, resolved: rated.resolved }) });
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
