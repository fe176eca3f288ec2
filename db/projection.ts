import type { Knex } from 'knex';

import type { CaseEvent, CaseState, Recorded } from '../domain/case.ts';
import { linksOf, textIdsOf, toldBy, uploadIdsOf } from '../domain/events.ts';
import { kinds } from '../domain/kinds.ts';
import type { OwedNotice } from '../domain/notices.ts';
import { caseNumberPrefix, numberDay } from '../domain/number.ts';
import { factsOf } from '../domain/report.ts';
import { prepared } from './prepared.ts';

/**
 * Writes the projection: one statement for the opening and one for every later version, because a person waits and every statement is a
 * round trip. Each statement is idempotent and may run late.
 */

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Data written together: the state after the events, the events, and the notices they owe. */
export interface Picture {
  state: CaseState;
  events: readonly Recorded<CaseEvent>[];
  owed: readonly (OwedNotice & { version: number })[];
  /** Policy of the case, with the opening and whenever it changes. */
  policy?: unknown;
  /** Existing case number, when the projection is written again. */
  number?: string;
  /** Update id of the command whose outcome this is. */
  key?: string;
}

/** Error when the row exists already: another run of the same projection has inserted it. */
export class CaseExists extends Error {}

/**
 * Refuses the projection when stored events differ from its events or the preceding version is missing: the two stores come from different
 * points in time.
 */
const refuseConflict = `refuse_story(code, :caseId, version)
     FROM (SELECT 'ZN001' AS code, n.version FROM (SELECT :caseId::uuid AS case_id, e.* FROM jsonb_to_recordset(:rows)
             AS e(version int, type text, at timestamptz, actor_kind text, actor_id uuid, data jsonb)) n
           JOIN case_events kept ON kept.case_id = n.case_id AND kept.version = n.version
           WHERE (kept.type, kept.at, kept.actor_kind, kept.actor_id, kept.data)
             IS DISTINCT FROM (n.type, n.at, n.actor_kind, n.actor_id, n.data)
           UNION ALL
           SELECT 'ZN002', :firstVersion::int WHERE :firstVersion::int > 1
             AND NOT EXISTS (SELECT FROM case_events WHERE case_id = :caseId AND version = :firstVersion::int - 1)
           LIMIT 1) AS fault`;

/**
 * Takes the centre's advisory lock, which serialises opening and allocation until commit. It is a separate statement, so that the following
 * ones see what earlier holders committed.
 * @returns true when the case has a projection already
 */
export async function takeTurn(trx: Knex.Transaction, { id, centreId }: CaseState): Promise<boolean> {
  const { rows } = await prepared<{ known: boolean }>(
    trx,
    `SELECT EXISTS (SELECT FROM cases WHERE id = :id) AS known FROM pg_advisory_xact_lock(hashtextextended('allocate:' || :centreId, 0))`,
    { id, centreId },
  );
  return rows[0]?.known ?? false;
}

/**
 * Writes the first projection of a case: its number, its row, its to-do and its events. The search text of officers is composed once:
 * number, taxpayer, beginning of the text.
 * @throws CaseExists; the transaction has to be rolled back, and the number with it
 * @returns the case's number
 */
export async function openImage(trx: Knex.Transaction, picture: Picture): Promise<string> {
  const { state, policy } = picture;
  const day = numberDay(state.openedAt);
  const prefix = caseNumberPrefix(state.kind, day);
  const image = {
    id: state.id,
    opened_at: instant(state.openedAt),
    policy: policy === undefined ? null : JSON.stringify(policy),
    ...imageOf(state),
    ...factColumns(picture),
  };
  const task = { ...taskStart(state), ...taskColumns(state), changed_at: image.changed_at };
  const { rows } = await prepared<{ number: string | null }>(
    trx,
    `WITH counted AS (
       INSERT INTO number_counters (day, kind, last) VALUES (:day, :kind, greatest(1, :lastNumber::int))
       ON CONFLICT (day, kind) DO UPDATE
         SET last = greatest(number_counters.last + CASE WHEN :number::text IS NULL THEN 1 ELSE 0 END, :lastNumber::int) RETURNING last),
     opened AS (
       INSERT INTO cases (${columns(image)}, number)
       SELECT ${values('case', image)}, coalesce(:number, :prefix || lpad(last::text, greatest(6, length(last::text)), '0')) FROM counted
       ON CONFLICT (id) DO NOTHING RETURNING number),
     task AS (
       INSERT INTO tasks (${columns(task)}, search)
       SELECT ${values('task', task)},
              concat_ws(' ', number, i.company_name, i.person_name, i.tax_number, (SELECT left(body, 500) FROM texts WHERE id = :firstText))
       FROM opened, identities i WHERE i.id = :identityId AND :hasTask),
     ${story}
     SELECT (SELECT number FROM opened) AS number`,
    {
      ...storyOf(picture),
      ...bound('case', image),
      ...bound('task', task),
      day,
      kind: state.kind,
      hasTask: kinds[state.kind].hasTask(state),
      prefix,
      number: picture.number ?? null,
      lastNumber: Number(picture.number?.slice(prefix.length) ?? 0),
      firstText: namedBy(picture, textIdsOf)[0] ?? null,
    },
  );
  const number = rows[0]?.number;
  if (number === undefined || number === null) throw new CaseExists(state.id);
  return number;
}

/** Columns of a to-do that are fixed at the opening of its case. */
const taskStart = (state: CaseState) => ({
  case_id: state.id,
  kind: state.kind,
  region_id: state.regionId,
  type_id: state.typeId,
  opened_at: instant(state.openedAt),
});

/** Inserts a to-do that appears or reappears after the opening. A late run never restores one that a newer version removed. */
const laterTask = (task: Row): string => `
     later_task AS (
       INSERT INTO tasks (${columns(task)}, search)
       SELECT ${values('task', task)}, concat_ws(' ', c.number, i.company_name, i.person_name, i.tax_number,
         (SELECT left(x.body, 500) FROM case_events e JOIN texts x ON x.id = (e.data ->> 'textId')::uuid WHERE e.case_id = c.id AND e.version = 1))
       FROM cases c JOIN identities i ON i.id = c.identity_id
       WHERE c.id = :caseId AND c.version < :version AND NOT EXISTS (SELECT FROM tasks WHERE case_id = :caseId)
       ON CONFLICT (case_id) DO NOTHING),`;

/**
 * Writes a later projection: appends the events and updates the rows of the case and its to-do if they are older.
 * @returns the case's number
 */
export async function moveImage(knex: Knex, picture: Picture): Promise<string> {
  const { state, policy } = picture;
  const image = { ...imageOf(state), ...(policy !== undefined && { policy: JSON.stringify(policy) }) };
  const facts = factColumns(picture);
  const hasTask = kinds[state.kind].hasTask(state);
  const task = hasTask ? { ...taskColumns(state), changed_at: image.changed_at } : {};
  const begun = hasTask ? taskStart(state) : {};
  const { rows } = await prepared<{ number: string | null }>(
    knex,
    `WITH moved AS (
       UPDATE cases SET ${assignments('case', image)}, ${additions('fact', facts)} WHERE id = :caseId AND version < :version),
     task AS (
       ${
         hasTask
           ? `UPDATE tasks SET ${assignments('task', task)} WHERE case_id = :caseId AND version < :version`
           : 'DELETE FROM tasks WHERE case_id = :caseId AND version < :version'
       }),${hasTask ? laterTask({ ...begun, ...task }) : ''}
     ${story}
     SELECT (SELECT number FROM cases WHERE id = :caseId) AS number, (SELECT ${refuseConflict}) AS refused`,
    {
      ...storyOf(picture),
      ...bound('case', image),
      ...bound('fact', facts),
      ...bound('task', { ...begun, ...task }),
      version: state.version,
    },
  );
  const number = rows[0]?.number;
  if (number === undefined || number === null) throw new Error(`case ${state.id} has no image that could follow`);
  return number;
}

/**
 * Appends the events and applies their effects: it adopts the contents they reference, links the cases they reference, and inserts each
 * owed notice once (an inbox notice is delivered by being inserted). The trigger of `cases` notifies the web processes on commit.
 */
const story = `written AS (
       INSERT INTO case_events (case_id, version, type, at, actor_kind, actor_id, data)
       SELECT :caseId, e.* FROM jsonb_to_recordset(:rows)
         AS e(version int, type text, at timestamptz, actor_kind text, actor_id uuid, data jsonb)
       ON CONFLICT (case_id, version) DO NOTHING),
     adopted_texts AS (
       UPDATE texts SET adopted_at = now() WHERE id = ANY (:textIds) AND case_id = :caseId AND adopted_at IS NULL),
     adopted_form AS (
       UPDATE case_forms SET adopted_at = now() WHERE case_id = :caseId AND identity_id = :identityId AND adopted_at IS NULL),
     linked AS (
       INSERT INTO case_links (case_id, other_id) SELECT :caseId, unnest(:links::uuid[]) ON CONFLICT DO NOTHING),
     adopted_uploads AS (
       UPDATE uploads SET case_id = :caseId, event_version = named.version
       FROM jsonb_to_recordset(:uploads) AS named(id uuid, version int) WHERE uploads.id = named.id AND uploads.case_id IS NULL AND uploads.status = 'ready'
       RETURNING uploads.*),
     audited AS (
       INSERT INTO audit_log (actor_kind, actor_id, region_id, action, object_kind, object_id, detail)
       SELECT author_kind, author_id, region_id, 'upload', 'upload', id::text,
         jsonb_build_object('caseId', case_id, 'version', event_version) FROM adopted_uploads),
     owed AS (
       INSERT INTO notices (case_id, version, kind, channel, identity_id, category, status, sent_at)
       SELECT :caseId, n.version, n.kind, n.channel, :identityId, n.category,
         CASE n.channel WHEN 'inbox' THEN 'sent' ELSE 'pending' END, CASE n.channel WHEN 'inbox' THEN now() END
       FROM jsonb_to_recordset(:notices) AS n(version int, kind text, channel text, category text)
       ON CONFLICT (case_id, version, kind, channel) DO NOTHING),
     settled AS (
       UPDATE command_outcomes SET state = 'done', settled_at = now() WHERE case_id = :caseId AND key = :key AND state = 'pending')`;

/** Returns the references in the events, in order. */
const namedBy = ({ state, events }: Pick<Picture, 'state' | 'events'>, of: typeof linksOf): string[] =>
  events.flatMap((event) => of(kinds[state.kind].events, toldBy(event)));

function storyOf(picture: Picture): Record<string, unknown> {
  const { state, events, owed, key } = picture;
  const rows = events.map(({ version, type, at, actor, ...data }) => ({
    version,
    type,
    at: instant(at),
    actor_kind: actor.kind,
    actor_id: actor.kind === 'system' ? null : actor.id,
    data,
  }));
  const { events: rules } = kinds[state.kind];
  const uploads = events.flatMap((event) => uploadIdsOf(rules, toldBy(event)).map((id) => ({ id, version: event.version })));
  return {
    caseId: state.id,
    key: key ?? null,
    firstVersion: events[0]?.version ?? 1,
    identityId: state.identityId,
    rows: JSON.stringify(rows),
    links: namedBy(picture, linksOf),
    textIds: namedBy(picture, textIdsOf),
    uploads: JSON.stringify(uploads),
    notices: JSON.stringify(owed),
  };
}

/** Returns the version of the case's projection; 0 when there is none. */
export async function imageVersion(trx: Knex.Transaction, caseId: string): Promise<number> {
  const row = await trx('cases').where({ id: caseId }).first<{ version: number } | undefined>('version');
  return row?.version ?? 0;
}

/** Returns the system event of these types that an earlier run of the same projection wrote under this version; null when there is none. */
export async function readEvent(
  trx: Knex.Transaction,
  caseId: string,
  version: number,
  types: readonly string[],
): Promise<Recorded<CaseEvent> | null> {
  const row = await trx('case_events')
    .where({ case_id: caseId, version, actor_kind: 'system' })
    .whereIn('type', types)
    .first<{ type: string; at: Date; data: object } | undefined>('type', 'at', 'data');
  return row ? { ...row.data, type: row.type, version, at: row.at.getTime(), actor: { kind: 'system' } } : null;
}

/** Marks a case whose workflow cannot go on. An existing mark stays. Assigning `version` fires the trigger that notifies followers. */
export async function markStalled(knex: Knex, caseId: string, as: 'workflow-gone' | 'conflict'): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    `UPDATE cases SET stalled_at = now(), stalled_as = :as, version = version WHERE id = :caseId AND stalled_at IS NULL RETURNING id`,
    { caseId, as },
  );
  return rows.length > 0;
}

/** Columns of the case's row that derive from its state, without the time of the last write. */
export const imageColumns = (state: CaseState) => ({
  kind: state.kind,
  region_id: state.regionId,
  centre_id: state.centreId,
  type_id: state.typeId,
  identity_id: state.identityId,
  assignee_id: state.assigneeId,
  status: state.status,
  version: state.version,
  answered_at: instant(state.answeredAt),
  closed_at: instant(state.closedAt),
  live: kinds[state.kind].isLive(state),
  ended_as: kinds[state.kind].endingOf(state),
});

/** Columns of report facts from the events. They fill only columns that are still empty. */
export const factColumns = ({ state, events }: Pick<Picture, 'state' | 'events'>) => {
  const { askedAt, answeredAt, answeredBy, overdueAt, stars, resolved } = factsOf(kinds[state.kind].signs, events);
  return {
    first_asked_at: instant(askedAt),
    first_answered_at: instant(answeredAt),
    first_answered_by: answeredBy,
    first_overdue_at: instant(overdueAt),
    stars,
    resolved,
  };
};

const imageOf = (state: CaseState) => ({
  ...imageColumns(state),
  state: JSON.stringify(state),
  changed_at: new Date().toISOString(),
});

/** Columns of the to-do that derive from the state. Rank 0 sorts before rank 1 in every list: overdue and urgent first. */
export const taskColumns = (state: CaseState) => ({
  centre_id: state.centreId,
  assignee_id: state.assigneeId,
  status: state.status,
  turn: kinds[state.kind].moveOf(state),
  wants_officer: kinds[state.kind].wants(state)?.name === 'officer',
  rank: kinds[state.kind].isPressing(state) ? 0 : 1,
  due_at: instant(state.clock?.dueAt ?? state.openedAt),
  warn_at: instant(state.clock?.warnAt ?? null),
  warned: state.clock?.warned ?? false,
  escalated: state.clock?.escalated ?? false,
  stage: state.stageKey ?? null,
  group_id: state.groupId ?? null,
  urges: state.urges ?? 0,
  version: state.version,
});

/** Columns of a row with their values, and the parts of a statement made from them. */
type Row = Record<string, unknown>;
const columns = (row: Row): string => Object.keys(row).join(', ');
const values = (table: string, row: Row): string =>
  Object.keys(row)
    .map((column) => `:${table}_${column}`)
    .join(', ');
const assignments = (table: string, row: Row): string =>
  Object.keys(row)
    .map((column) => `${column} = :${table}_${column}`)
    .join(', ');
/** Keeps existing values. */
const additions = (table: string, row: Row): string =>
  Object.keys(row)
    .map((column) => `${column} = coalesce(${column}, :${table}_${column})`)
    .join(', ');
const bound = (table: string, row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([column, value]) => [`${table}_${column}`, value]));
