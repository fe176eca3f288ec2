import type { Knex } from 'knex';

/**
 * What is searched is folded: compatible signs in their plain form, small letters, no brackets, middle dots or invisible marks.
 * The search text of a to-do is folded when it is written; taxpayers are indexed by their folded names, numbers and telephone.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(String.raw`
    CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
      RETURN regexp_replace(
        lower(normalize(regexp_replace($1,
          U&'[\00AD\034F\061C\115F\1160\17B4\17B5\180B-\180F\200B-\200F\202A-\202E\2060-\206F\2800\3164\FE00-\FE0F\FEFF\FFA0\+0E0000-\+0E0FFF]', '', 'g'), NFKC)),
        U&'[][(){}<>\2018-\201F\2039\203A\00AB\00BB\3008-\3011\3014-\301B\2768-\2775\27E6-\27EB\00B7\0387\2022\2027\2219\22C5\30FB\FF65\2E31]', '', 'g');

    CREATE FUNCTION fold_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      -- With the telephone numbers of the case and of the one whose it is.
      NEW.search := fold(concat_ws(' ', NEW.search,
        (SELECT concat_ws(' ', f.phone, i.phone) FROM case_forms f JOIN identities i ON i.id = f.identity_id WHERE f.case_id = NEW.case_id)));
      RETURN NEW;
    END $$;
    CREATE TRIGGER tasks_fold_search BEFORE INSERT OR UPDATE OF search ON tasks FOR EACH ROW EXECUTE FUNCTION fold_search();
    UPDATE tasks SET search = search;

    ALTER TABLE identities ADD COLUMN folded text NOT NULL GENERATED ALWAYS AS (
      fold(person_name || ' ' || coalesce(company_name, '') || ' ' || coalesce(tax_number, '') || ' ' || coalesce(phone, ''))) STORED;
    DROP INDEX identities_names, identities_search;
    CREATE INDEX identities_search ON identities USING gin (region_id, pieces(folded));
  `);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    ALTER TABLE identities DROP COLUMN folded;
    CREATE INDEX identities_names ON identities USING gin (region_id, grams(person_name || ' ' || coalesce(company_name, '')));
    CREATE INDEX identities_search ON identities
      USING gin (region_id, pieces(person_name || ' ' || coalesce(company_name, '') || ' ' || coalesce(tax_number, '')));
    DROP TRIGGER tasks_fold_search ON tasks;
    DROP FUNCTION fold_search();
    DROP FUNCTION fold(text);
  `);
}
