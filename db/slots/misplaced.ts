import type { Knex } from 'knex';

/** Most cases that are named. */
const mostNamed = 1_000;

/** Returns the cases that have a place of another taxpayer, or at a centre of another region. That no place is taken twice, the table says. */
export async function misplacedCases(knex: Knex): Promise<string[]> {
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(
    `SELECT DISTINCT c.id FROM slot_places p JOIN cases c ON c.id = p.case_id JOIN centres z ON z.id = p.centre_id
     WHERE p.identity_id <> c.identity_id OR z.region_id <> c.region_id LIMIT :most`,
    { most: mostNamed },
  );
  return rows.map(({ id }) => id);
}
