/** A large image to measure lists on: made up in SQL, in the shape that the workflows write. */
import type { Knex } from 'knex';

export interface WorklistSize {
  tasks: number;
  centres: number;
  officersOfCentre: number;
}

/**
 * Fills an empty, migrated database. The first centre has three times the work of an average one; a fifth of the cases wait
 * for the taxpayer, a tenth are nobody's, one in twenty is overdue; a fifth are orders, one in a hundred is a form.
 * @returns the busiest centre and an officer of it
 */
export async function fillWorklist(knex: Knex, size: WorklistSize): Promise<{ centreId: string; officerId: string; typeId: string }> {
  const identities = identitiesOf(size);
  await fillPeople(knex, size);
  await knex.raw(
    `INSERT INTO case_types (id, kind, region_id, name, name_en) SELECT 't' || n, 'message', 'r1', '类型' || n, 'Type ' || n FROM generate_series(1, 8) n`,
  );
  await knex.raw(
    `INSERT INTO case_types (id, kind, region_id, name, name_en) VALUES ('order', 'work-order', 'r1', '工单类型', 'Order'), ('form', 'service-form', 'r1', '确认单模板', 'Form')`,
  );
  await knex.raw(
    `INSERT INTO type_versions (type_id, version, definition) VALUES ('order', 1, '{"stages":[{"key":"handle","name":"办理","nameEn":"Handling"}]}')`,
  );
  // One row a case, from which the four tables are written, so that they agree.
  await knex.raw(
    `CREATE TABLE seeds AS
     SELECT n, ${uuidOf("'case' || n")} AS id, md5('text' || n)::uuid AS text_id,
       CASE WHEN n % 50 < 2 THEN 1 ELSE 1 + n % :centres::int END AS centre,
       1 + (n / 7) % :officers::int AS officer,
       CASE WHEN hashint4(n + 2) & 127 = 0 THEN 'service-form' WHEN hashint4(n + 2) & 127 < 26 THEN 'work-order' ELSE 'message' END AS kind,
       't' || 1 + (n / 3) % 8 AS message_type_id,
       md5('identity' || 1 + n % :identities::int)::uuid AS identity_id,
       1 + n % :identities::int AS company,
       date_trunc('milliseconds', '2026-03-02T00:00Z'::timestamptz + make_interval(secs => (n::bigint * 7919 % 15552000)::int)) AS opened_at,
       CASE WHEN hashint4(n) & 255 < 26 THEN 'free' WHEN hashint4(n) & 255 < 77 THEN 'waiting' ELSE 'held' END AS standing,
       hashint4(n + 1) & 255 < 13 AS escalated
     FROM generate_series(1, :tasks::int) n`,
    { centres: size.centres, officers: size.officersOfCentre, identities, tasks: size.tasks },
  );
  const restore = await dropIndexes(knex, ['cases', 'texts', 'tasks']);
  await knex.raw(
    `INSERT INTO cases (id, kind, number, region_id, centre_id, type_id, identity_id, assignee_id, status, version, state, opened_at, changed_at, live)
     SELECT id, kind, number, 'r1', 'c' || centre, type_id, identity_id, assignee_id, status, 2, '{"typeVersion": 1, "stageKey": "handle"}',
       opened_at, opened_at, true
     FROM (${seedRows}) s`,
  );
  await knex.raw(
    `INSERT INTO texts (id, author_kind, author_id, case_id, body, adopted_at) SELECT text_id, 'taxpayer', identity_id, id, body, opened_at FROM (${seedRows}) s`,
  );
  await knex.raw(
    `INSERT INTO case_events (case_id, version, type, at, actor_kind, actor_id, data)
     SELECT id, 1, 'submitted', opened_at, 'taxpayer', identity_id, jsonb_build_object('textId', text_id, 'uploadIds', '[]'::jsonb) FROM seeds`,
  );
  await knex.raw(
    `INSERT INTO tasks (case_id, kind, region_id, centre_id, type_id, assignee_id, status, turn, rank, due_at, warned, escalated, opened_at, version, search)
     SELECT id, kind, 'r1', 'c' || centre, type_id, assignee_id, status, turn,
       CASE WHEN escalated THEN 0 ELSE 2 END, opened_at + interval '1 day', escalated, escalated, opened_at, 2,
       number || ' 某市第' || company || '贸易有限公司 纳税人' || company || ' ' || body
     FROM (${seedRows}) s`,
  );
  await knex.raw('DROP TABLE seeds');
  await restore();
  await knex.raw('VACUUM (ANALYZE)');
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(`SELECT ${officerUuid('1', '1')} AS id`);
  const [officer] = rows;
  if (!officer) throw new Error('the data have no officer');
  return { centreId: 'c1', officerId: officer.id, typeId: 't3' };
}

/** A region with its centres and officers, and those whom the cases are about. */
export async function fillPeople(knex: Knex, size: WorklistSize): Promise<void> {
  await knex.raw(`INSERT INTO regions VALUES ('r1', '某地', 'Somewhere')`);
  await knex.raw(
    `INSERT INTO centres (id, region_id, bureau, bureau_en, name, name_en)
     SELECT 'c' || n, 'r1', '税务局', 'Tax bureau', '第' || n || '运营中心', 'Centre ' || n FROM generate_series(1, :centres::int) n`,
    { centres: size.centres },
  );
  await knex.raw(
    `INSERT INTO officers (id, region_id, centre_id, role, login, name, password_hash)
     SELECT ${officerUuid('c', 'o')}, 'r1', 'c' || c, 'agent', 'agent-' || c || '-' || o, '坐席' || c || '号' || o, '-'
     FROM generate_series(1, :centres::int) c, generate_series(1, :officers::int) o`,
    { centres: size.centres, officers: size.officersOfCentre },
  );
  await knex.raw(
    `INSERT INTO identities (id, region_id, subject, kind, role, person_name, company_name)
     SELECT md5('identity' || n)::uuid, 'r1', 's' || n, 'enterprise', 'finance-officer', '纳税人' || n, '某市第' || n || '贸易有限公司'
     FROM generate_series(1, :identities::int) n`,
    { identities: identitiesOf(size) },
  );
}

/** Everybody has ten cases. */
export const identitiesOf = ({ tasks }: WorklistSize): number => Math.ceil(tasks / 10);

/** Indexes are built faster over rows that are there than row by row; those of keys stay. */
export async function dropIndexes(knex: Knex, tables: readonly string[]): Promise<() => Promise<void>> {
  const { rows } = await knex.raw<{ rows: { name: string; definition: string }[] }>(
    `SELECT c.relname AS name, pg_get_indexdef(c.oid) AS definition FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE i.indrelid = ANY (:tables::text[]::regclass[]) AND NOT i.indisunique`,
    { tables: [...tables] },
  );
  for (const { name } of rows) await knex.raw('DROP INDEX ??', [name]);
  return async () => {
    for (const { definition } of rows) await knex.raw(definition);
  };
}

/** A UUID as clients make them, version 4, the same for the same text. */
const uuidOf = (text: string): string => `overlay(overlay(md5(${text}) placing '4' from 13) placing '8' from 17)::uuid`;

export const officerUuid = (centre: string, officer: string): string => uuidOf(`'officer' || ${centre} || '-' || ${officer}`);

/** How a case stands, in the words of its kind. */
const statuses = {
  free: { message: 'submitted', 'work-order': 'in-progress', 'service-form': 'submitted' },
  waiting: { message: 'replied', 'work-order': 'awaiting-materials', 'service-form': 'sent' },
  held: { message: 'assigned', 'work-order': 'in-progress', 'service-form': 'submitted' },
};

const seedRows = `
  SELECT *, ('${JSON.stringify(statuses)}'::jsonb -> standing ->> kind) AS status, CASE standing WHEN 'waiting' THEN 'taxpayer' ELSE 'officer' END AS turn,
    CASE kind WHEN 'message' THEN message_type_id WHEN 'work-order' THEN 'order' ELSE 'form' END AS type_id,
    to_char(opened_at, 'YYYYMMDD') || '9' || lpad(n::text, 6, '0') AS number,
    CASE WHEN standing = 'free' THEN NULL ELSE ${officerUuid('centre', 'officer')} END AS assignee_id,
    (ARRAY['发票勾选确认以后怎样撤销', '一般纳税人登记的条件是什么', '留抵退税申请已经提交', '小规模减免的申报表填在哪一行', '个人所得税汇算清缴退税',
           '社保费缴纳凭证在哪里打印', '出口退税的单证备案', '注销税务登记要什么材料'])[1 + n % 8] || ',第' || n || '号问题,请尽快答复。' AS body
  FROM seeds`;
