import type { Knex } from 'knex';

/**
 * 1. A command that was answered "taken" has an outcome that its person can ask for: pending, done, or refused with the reason.
 * 2. An event that differs from the one already kept under its version, or that leaves a gap, is refused: Temporal and PostgreSQL are
 *    of different moments then, and nothing must be lost in silence.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE command_outcomes (
      case_id uuid NOT NULL,
      key text NOT NULL,
      case_kind text,
      person_kind text CHECK (person_kind IN ('taxpayer', 'officer')),
      person_id uuid,
      state text NOT NULL CHECK (state IN ('pending', 'done', 'refused')),
      refusal jsonb,
      created_at timestamptz NOT NULL DEFAULT now(),
      settled_at timestamptz,
      PRIMARY KEY (case_id, key),
      CHECK ((state = 'refused') = (refusal IS NOT NULL)),
      CHECK ((person_kind IS NULL) = (person_id IS NULL) AND (person_kind IS NULL) = (case_kind IS NULL))
    );
    CREATE INDEX ON command_outcomes (key);
    CREATE INDEX ON command_outcomes (created_at);

    CREATE FUNCTION refuse_story(code text, about uuid, at_version int) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'case %: version % %', about, at_version,
        CASE code WHEN 'ZN001' THEN 'is kept already with other contents' ELSE 'does not follow what is kept' END
        USING ERRCODE = code;
    END $$`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP FUNCTION refuse_story; DROP TABLE command_outcomes');
}
