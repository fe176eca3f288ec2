import type { Knex } from 'knex';

/**
 * An officer who comes on duty, or has done a part of their work, is given waiting cases of every kind:
 * 1. A to-do says whether its case wants an officer by the allocation rule.
 * 2. An officer has a capacity of to-dos that the rule gives them; they may claim more.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE tasks ADD COLUMN wants_officer boolean NOT NULL DEFAULT false;
    UPDATE tasks SET wants_officer = true
    WHERE assignee_id IS NULL AND turn = 'officer' AND kind <> 'conversation' AND status <> 'disputed';
    CREATE INDEX tasks_calling ON tasks (centre_id, rank, due_at, case_id) WHERE wants_officer;
    ALTER TABLE officers ADD COLUMN task_capacity smallint NOT NULL DEFAULT 100 CHECK (task_capacity BETWEEN 0 AND 1000);
    COMMENT ON COLUMN officers.task_capacity IS 'to-dos awaiting the officer up to which the allocation rule gives them more';
    COMMENT ON COLUMN officers.capacity IS 'conversations at once';
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE tasks DROP COLUMN wants_officer;
    ALTER TABLE officers DROP COLUMN task_capacity;
  `);
}
