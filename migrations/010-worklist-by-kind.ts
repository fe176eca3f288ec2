import type { Knex } from 'knex';

/** The worklist can be narrowed to one kind of case, of which there may be few among very many. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('CREATE INDEX tasks_of_kind ON tasks (centre_id, kind, turn, rank, due_at, case_id)');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX tasks_of_kind');
}
