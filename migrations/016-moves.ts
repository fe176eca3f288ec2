import type { Knex } from 'knex';

/** A case may be nobody's move: it only waits for a moment to come. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE tasks DROP CONSTRAINT tasks_turn_check;
    ALTER TABLE tasks ADD CONSTRAINT tasks_turn_check CHECK (turn IN ('officer', 'taxpayer', 'nobody'))`);
}

/** @throws Error while a to-do is nobody's move */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE tasks DROP CONSTRAINT tasks_turn_check;
    ALTER TABLE tasks ADD CONSTRAINT tasks_turn_check CHECK (turn IN ('officer', 'taxpayer'))`);
}
