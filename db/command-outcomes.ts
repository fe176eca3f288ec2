import type { Knex } from 'knex';

import type { CaseKind, Refusal } from '../domain/case.ts';

/** Person who sent a command. */
export interface Person {
  kind: 'taxpayer' | 'officer';
  id: string;
}

export interface CommandOutcome {
  caseId: string;
  /** Update id of the command (`commandIdOf`); for a command that began a case, the case's id. */
  key: string;
  /** Kind of the case, which determines the workflow that carries out the command. */
  kind: CaseKind;
  createdAt: Date;
  state: 'pending' | 'done' | 'refused';
  refusal: Refusal | null;
}

/** Subject of a command, to describe the command to its sender later. */
export interface About {
  kind: CaseKind;
  id: string;
  /** Type of the command; null when it begins a case. */
  command: string | null;
  /** Id of the text sent with it. */
  textId: string | null;
}

/** Outcome that is pending or refused. */
export interface OpenOutcome extends CommandOutcome {
  command: string | null;
  /** Case number; null when the case did not begin. */
  number: string | null;
  text: string | null;
}

/**
 * Stores a pending outcome for a durable command. If the outcome is known already, only its owner is checked.
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
 * Returns the outcome of a person's command; null when none is known.
 * @param keys possible keys: of a command, or of the opening of a case
 */
export async function outcomeOf(knex: Knex, person: Person, keys: readonly string[]): Promise<CommandOutcome | null> {
  const row = await knex('command_outcomes')
    .where({ person_kind: person.kind, person_id: person.id })
    .whereIn('key', keys)
    .first<CommandOutcome | undefined>('case_id as caseId', 'case_kind as kind', 'created_at as createdAt', 'key', 'state', 'refusal');
  return row ?? null;
}

/** Returns a person's pending and refused commands that they have not dismissed, newest first. @param most maximum number of results */
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

/**
 * Dismisses a refused command that its sender has seen.
 * @param keys possible keys: of a command, or of the opening of a case
 * @returns false when they have no such command
 */
export async function dismissOutcome(knex: Knex, person: Person, keys: readonly string[]): Promise<boolean> {
  const dismissed = await knex('command_outcomes')
    .where({ person_kind: person.kind, person_id: person.id, state: 'refused' })
    .whereIn('key', keys)
    .update({ dismissed_at: knex.raw('coalesce(dismissed_at, now())') });
  return dismissed > 0;
}

/** Marks a command as done. It notifies nobody, because the projection does. */
export async function settleDone(knex: Knex, caseId: string, key: string): Promise<void> {
  await knex('command_outcomes').where({ case_id: caseId, key, state: 'pending' }).update({ state: 'done', settled_at: knex.fn.now() });
}

/**
 * Marks a command as refused. Assigning `version` fires the trigger that notifies followers of the case. A settled outcome never changes.
 */
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
