import type { Knex } from 'knex';

/** A third kind of case; what administrators say of a type has versions, whichever kind it is of. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE case_types DROP CONSTRAINT case_types_kind_check;
    ALTER TABLE case_types ADD CONSTRAINT case_types_kind_check CHECK (kind IN ('message', 'work-order', 'service-form'));
    ALTER TABLE work_order_versions RENAME TO type_versions;
    ALTER INDEX work_order_versions_pkey RENAME TO type_versions_pkey;
    ALTER TRIGGER work_order_versions_append_only ON type_versions RENAME TO type_versions_append_only;
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TRIGGER type_versions_append_only ON type_versions RENAME TO work_order_versions_append_only;
    ALTER INDEX type_versions_pkey RENAME TO work_order_versions_pkey;
    ALTER TABLE type_versions RENAME TO work_order_versions;
    ALTER TABLE case_types DROP CONSTRAINT case_types_kind_check;
    ALTER TABLE case_types ADD CONSTRAINT case_types_kind_check CHECK (kind IN ('message', 'work-order'));
  `);
}
