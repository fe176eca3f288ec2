/** Cases that are over and whose histories are archived, made up in SQL in the shape that the workflows and the archive write. */
import type { Knex } from 'knex';

import { dropIndexes, fillPeople, identitiesOf } from './worklist-data.ts';

/** The histories of one case in so many are still to be archived. */
const unarchivedShare = 5_000;

/**
 * Fills an empty, migrated database.
 * @returns how many histories are to be archived
 */
export async function fillClosed(knex: Knex, cases: number): Promise<number> {
  const size = { tasks: cases, centres: 50, officersOfCentre: 20 };
  await fillPeople(knex, size);
  await knex.raw(`INSERT INTO case_types (id, kind, region_id, name, name_en) VALUES ('t1', 'message', 'r1', '类型', 'Type')`);
  const restore = await dropIndexes(knex, ['cases', 'texts', 'archive_queue']);
  // The triggers of `cases` tell web processes and queue histories one by one; here that is written at once.
  await knex.raw('ALTER TABLE cases DISABLE TRIGGER USER');
  await knex.raw(
    `INSERT INTO cases (id, kind, number, region_id, centre_id, type_id, identity_id, status, version, state, opened_at, changed_at, closed_at, live)
     SELECT ${idOfCase}, 'message', '9' || lpad(n::text, 14, '0'), 'r1', 'c' || 1 + n % 50, 't1', md5('identity' || 1 + n % :identities::int)::uuid,
       'withdrawn', 2, '{}', closed_at - interval '1 day', closed_at, closed_at, false
     FROM (${closed}) s`,
    { cases, identities: identitiesOf(size) },
  );
  await knex.raw('ALTER TABLE cases ENABLE TRIGGER USER');
  await knex.raw(
    `INSERT INTO texts (id, author_kind, author_id, case_id, body, adopted_at, created_at)
     SELECT gen_random_uuid(), 'taxpayer', identity_id, id, '发票勾选确认以后怎样撤销', opened_at, opened_at FROM cases`,
  );
  await knex.raw(
    `INSERT INTO case_histories (case_id, run_id, history, started_at, final, archived_at)
     SELECT ${idOfCase}, 'run-' || n, '{"events": []}', closed_at, true, closed_at FROM (${closed}) s WHERE n % :unarchivedShare::int <> 0`,
    { cases, unarchivedShare },
  );
  await knex.raw(
    `INSERT INTO archive_queue (case_id, run_id, due_at)
     SELECT ${idOfCase}, '', closed_at FROM (${closed}) s WHERE n % :unarchivedShare::int = 0`,
    { cases, unarchivedShare },
  );
  await restore();
  await knex.raw('VACUUM (ANALYZE)');
  const [queued] = await knex('archive_queue').count<{ count: number }[]>('* as count');
  return queued?.count ?? 0;
}

const idOfCase = `overlay(overlay(md5('case' || n) placing '4' from 13) placing '8' from 17)::uuid`;

const closed = `
  SELECT n, '2026-03-02T00:00Z'::timestamptz + make_interval(secs => (n::bigint * 7919 % 15552000)::int) AS closed_at
  FROM generate_series(1, :cases::int) n`;
