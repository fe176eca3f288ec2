import type { Knex } from 'knex';

/** One look at a table in the plan of a statement: how, and by which index. */
export interface Scan {
  node: string;
  table: string;
  index: string | null;
}
interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Loops': number;
  Plans?: Plan[];
}
interface Query {
  sql: string;
  bindings: Knex.RawBinding[];
}

/** What all that some work asks reads, and how. It is asked twice. A part of a plan that a condition spared has read nothing. */
export async function scansOf(knex: Knex, work: (knex: Knex) => Promise<unknown>): Promise<Scan[]> {
  const queries: Query[] = [];
  const listen = ({ sql, bindings }: Query): void => void queries.push({ sql, bindings });
  knex.on('query', listen);
  await work(knex);
  knex.removeListener('query', listen);
  const walk = (plan: Plan, above = ''): Scan[] => {
    if (plan['Actual Loops'] === 0) return [];
    const table = plan['Relation Name'] ?? above;
    const own =
      plan['Node Type'].includes('Scan') && table !== '' ? [{ node: plan['Node Type'], table, index: plan['Index Name'] ?? null }] : [];
    return [...own, ...(plan.Plans ?? []).flatMap((inner) => walk(inner, plan['Relation Name'] ?? ''))];
  };
  const scans: Scan[] = [];
  for (const { sql, bindings } of queries) {
    const { rows } = await knex.raw<{ rows: { 'QUERY PLAN': { Plan: Plan }[] }[] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${sql.replaceAll(/\$\d+/g, '?')}`,
      bindings,
    );
    scans.push(...rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan: plan }) => walk(plan))));
  }
  return scans;
}
