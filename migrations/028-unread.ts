import type { Knex } from 'knex';

/** The indexes of the lists of to-dos: name, what comes before (rank, due_at), and of which rows. */
const lists: readonly (readonly [name: string, before: string, where?: string])[] = [
  ['tasks_of_centre', 'centre_id, turn'],
  ['tasks_of_assignee', 'assignee_id, centre_id, turn'],
  ['tasks_unassigned', 'centre_id', 'assignee_id IS NULL'],
  ['tasks_escalated', 'centre_id', 'escalated'],
  ['tasks_of_type', 'centre_id, type_id, turn'],
  ['tasks_of_kind', 'centre_id, kind, turn'],
  ['tasks_of_stage', 'centre_id, type_id, stage, turn', `kind = 'work-order'`],
  ['tasks_urged', 'centre_id', 'urges > 0'],
  ['tasks_disputed', 'centre_id', `status = 'disputed'`],
  ['tasks_awaiting', 'centre_id', `status = 'awaiting-materials'`],
  ['tasks_warned', 'centre_id', `warned AND NOT escalated AND turn = 'officer'`],
  ['tasks_overdue_of_stage', 'centre_id, type_id, stage', `kind = 'work-order' AND escalated`],
];

const rebuild = (order: string): string =>
  lists
    .map(
      ([name, before, where]) =>
        `DROP INDEX ${name}; CREATE INDEX ${name} ON tasks (${before}, ${order})${where === undefined ? '' : ` WHERE ${where}`};`,
    )
    .join('\n');

/**
 * Until which version an officer has looked at a case: what the taxpayer has said since is unread. And to-dos that are due at the
 * same instant stand in the order in which their cases began.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE case_reads (
      officer_id uuid NOT NULL REFERENCES officers ON DELETE CASCADE,
      case_id uuid NOT NULL REFERENCES cases ON DELETE CASCADE,
      version int NOT NULL,
      PRIMARY KEY (officer_id, case_id)
    );
    ${rebuild('rank, due_at, opened_at, case_id')}
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TABLE case_reads;
    ${rebuild('rank, due_at, case_id')}
  `);
}
