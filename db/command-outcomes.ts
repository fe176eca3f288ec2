import type { Knex } from 'knex';

import type { CaseKind, Refusal } from '../domain/case.ts';

/** Whose command it is. */
export interface Person {
  kind: 'taxpayer' | 'officer';
  id: string;
}

export interface CommandOutcome {
  caseId: string;
  /** The id of the update that carries it (`commandIdOf`); of what began a case, the case's id. */
  key: string;
  /** Of the case, as the workflow that carries the command out. */
  kind: CaseKind;
  createdAt: Date;
  state: 'pending' | 'done' | 'refused';
  refusal: Refusal | null;
}

/** What a command was about, as far as its person is told of it later. */
export interface About {
  kind: CaseKind;
  id: string;
  /** Its type; null of what begins a case. */
  command: string | null;
  /** What was written with it. */
  textId: string | null;
}

/** A command that was refused after it had been taken, or may be. */
export interface OpenOutcome extends CommandOutcome {
  command: string | null;
  /** Of the case; null of one that did not begin. */
  number: string | null;
  text: string | null;
}

/**
 * Writes down that a command is durable and its outcome is still to come; one that is known already only learns whose it is.
 * @returns false when the key belongs to another person
 */
export async function keepPending(knex: Knex, person: Person, about: About, key: string): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    `INSERT INTO command_outcomes AS kept (case_id, case_kind, key, person_kind, person_id, command, text_id, state)
     VALUES (:caseId, :caseKind, :key, :kind, :id, :command, :textId, 'pending')
     ON CONFLICT (case_id, key) DO UPDATE SET case_kind = :caseKind, person_kind = :kind, person_id = :id, command = :command, text_id = :textId
       WHERE kept.person_id IS NULL OR (kept.person_kind, kept.person_id) = (:kind, :id)
     RETURNING key`,
    { caseId: about.id, caseKind: about.kind, command: about.command, textId: about.textId, key, ...person },
  );
  return rows.length > 0;
}

/**
 * What became of a person's command; null when nothing is known of it.
 * @param keys those under which it may be kept: of a command, or of what began a case
 */
export async function outcomeOf(knex: Knex, person: Person, keys: readonly string[]): Promise<CommandOutcome | null> {
  const row = await knex('command_outcomes')
    .where({ person_kind: person.kind, person_id: person.id })
    .whereIn('key', keys)
    .first<CommandOutcome | undefined>('case_id as caseId', 'case_kind as kind', 'created_at as createdAt', 'key', 'state', 'refusal');
  return row ?? null;
}

/** A person's commands that are not done and that they have not put aside, the newest first. @param most how many at most */
export async function openOutcomes(knex: Knex, person: Person, most: number): Promise<OpenOutcome[]> {
  const { rows } = await knex.raw<{ rows: OpenOutcome[] }>(
    `SELECT o.case_id AS "caseId", o.case_kind AS kind, o.created_at AS "createdAt", o.key, o.state, o.refusal, o.command, c.number, t.body AS text
     FROM command_outcomes o
     LEFT JOIN cases c ON c.id = o.case_id
     LEFT JOIN texts t ON t.id = o.text_id AND (t.author_kind, t.author_id) = (o.person_kind, o.person_id)
     WHERE o.person_id = :id AND o.person_kind = :kind AND o.state <> 'done' AND o.dismissed_at IS NULL
     ORDER BY o.created_at DESC LIMIT :most`,
    { ...person, most },
  );
  return rows;
}

/** A person has seen that a command of theirs was refused. @param keys those under which it may be kept @returns false when they have no such command */
export async function dismissOutcome(knex: Knex, person: Person, keys: readonly string[]): Promise<boolean> {
  const dismissed = await knex('command_outcomes')
    .where({ person_kind: person.kind, person_id: person.id, state: 'refused' })
    .whereIn('key', keys)
    .update({ dismissed_at: knex.raw('coalesce(dismissed_at, now())') });
  return dismissed > 0;
}

/** The command is done; tells nobody, for its image has. */
export async function settleDone(knex: Knex, caseId: string, key: string): Promise<void> {
  await knex('command_outcomes').where({ case_id: caseId, key, state: 'pending' }).update({ state: 'done', settled_at: knex.fn.now() });
}

/** The command is refused; naming the version has whoever looks at the case told to look again. What was settled before stays. */
export async function settleRefused(
  knex: Knex,
  { caseId, key, refusal }: { caseId: string; key: string; refusal: Refusal },
): Promise<void> {
  await knex.raw(
    `WITH settled AS (
       INSERT INTO command_outcomes AS kept (case_id, key, state, refusal, settled_at) VALUES (:caseId, :key, 'refused', :refusal, now())
       ON CONFLICT (case_id, key) DO UPDATE SET state = 'refused', refusal = excluded.refusal, settled_at = now()
         WHERE kept.state = 'pending' RETURNING case_id)
     UPDATE cases SET version = version FROM settled WHERE id = case_id`,
    { caseId, key, refusal: JSON.stringify(refusal) },
  );
}
