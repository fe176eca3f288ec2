import type { Knex } from 'knex';

/**
 * A setting has a version, so that of two administrators the second learns that the first was there. Versions are drawn from one
 * sequence: a value that is removed and set again never has the version of the one before.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE SEQUENCE settings_version;
    ALTER TABLE settings ADD COLUMN version bigint NOT NULL DEFAULT nextval('settings_version');
    ALTER SEQUENCE settings_version OWNED BY settings.version;
    CREATE FUNCTION new_settings_version() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      NEW.version := nextval('settings_version');
      NEW.updated_at := now();
      RETURN NEW;
    END $$;
    CREATE TRIGGER settings_version BEFORE UPDATE ON settings FOR EACH ROW EXECUTE FUNCTION new_settings_version();
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER settings_version ON settings;
    DROP FUNCTION new_settings_version();
    ALTER TABLE settings DROP COLUMN version;
  `);
}
