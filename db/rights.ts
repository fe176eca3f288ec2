/**
 * Rights of the role under which web, worker and media connect.
 *
 * 1. The role that migrates owns every table. The application's role owns nothing, so it can neither change a table nor disable a trigger.
 * 2. The application's role reads and writes all tables, except:
 *    what is append only (events, the audit log with its partitions) it can read and insert, and the list of migrations it can only read.
 * 3. Partitions of the coming months are created by functions that run with the owner's rights (migration 071).
 * 4. Rights are granted anew after every migration, because a table that it created has none.
 */
import type { Knex } from 'knex';

/** Append-only tables; partitions of the audit log have names that begin like it. */
const appendOnly = `(c.relname = 'case_events' OR c.relname LIKE 'audit\\_log%')`;

/** Functions that run with the owner's rights, and are not for everybody. */
const ownersFunctions = ['make_audit_partition(date)', 'make_chat_partition(date)'];

/**
 * Grants the application's role its rights in the schema `public`. The connected role must own the tables.
 * @param role name of an existing role that is not the owner
 * @throws Error when the role does not exist or is the owner itself
 */
export async function grantRights(knex: Knex, role: string): Promise<void> {
  const { rows } = await knex.raw<{ rows: { is_owner: boolean }[] }>(`SELECT current_user = :role AS is_owner`, { role });
  if (rows[0]?.is_owner === true)
    throw new Error(`the role ${role} migrates, so it cannot be the application's role as well (DATABASE_URL, DATABASE_OWNER_URL)`);
  const kept = await tablesOf(knex, `pg_has_role(:role, c.relowner, 'MEMBER')`, { role });
  if (kept[0] !== undefined)
    throw new Error(
      `the role ${role} owns the table ${kept[0]}, or is a member of its owner: REASSIGN OWNED BY ${role} TO the role that migrates`,
    );
  await knex.transaction(async (trx) => {
    const grant = async (statement: string): Promise<unknown> => await trx.raw(statement, [role]);
    await grant('GRANT USAGE ON SCHEMA public TO ??');
    await grant('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ??');
    await grant('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ??');
    for (const table of await tablesOf(trx, appendOnly)) await trx.raw('REVOKE UPDATE, DELETE, TRUNCATE ON ?? FROM ??', [table, role]);
    for (const table of await tablesOf(trx, `c.relname LIKE 'knex\\_migrations%'`))
      await trx.raw('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ?? FROM ??', [table, role]);
    for (const name of ownersFunctions) await grant(`GRANT EXECUTE ON FUNCTION ${name} TO ??`);
  });
}

async function tablesOf(knex: Knex, condition: string, bindings: Record<string, string> = {}): Promise<string[]> {
  const { rows } = await knex.raw<{ rows: { relname: string }[] }>(
    `SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND ${condition}`,
    bindings,
  );
  return rows.map(({ relname }) => relname);
}
