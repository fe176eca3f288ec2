import type { Knex } from 'knex';

/**
 * A command that was taken and refused later is shown to its person until they have seen it, with what they wrote: so its outcome knows
 * which command it was and the id of its text, and the text stays for as long.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE command_outcomes
      ADD COLUMN command text,
      ADD COLUMN text_id uuid,
      ADD COLUMN dismissed_at timestamptz;
    CREATE INDEX command_outcomes_of_person ON command_outcomes (person_id, created_at) WHERE state <> 'done' AND dismissed_at IS NULL;
    CREATE INDEX command_outcomes_of_text ON command_outcomes (text_id) WHERE state <> 'done' AND dismissed_at IS NULL;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE command_outcomes
      DROP COLUMN command,
      DROP COLUMN text_id,
      DROP COLUMN dismissed_at;
  `);
}
