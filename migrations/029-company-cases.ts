import type { Knex } from 'knex';

/** The cases of a company are those of its tax number, whoever of it began them. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('CREATE INDEX identities_of_company ON identities (region_id, tax_number) WHERE tax_number IS NOT NULL');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('DROP INDEX identities_of_company');
}
