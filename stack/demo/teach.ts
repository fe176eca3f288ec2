import type { Knex } from 'knex';

/** Assigns new types to all agents of their regions. An assignment that was removed later is not restored. */
export async function teachAgents(trx: Knex.Transaction, types: readonly { id: string; region_id: string }[]): Promise<void> {
  const agents = await trx('officers').where({ role: 'agent' }).select<{ id: string; region_id: string }[]>('id', 'region_id');
  const skills = types.flatMap(({ id, region_id }) =>
    agents.filter((agent) => agent.region_id === region_id).map((agent) => ({ officer_id: agent.id, type_id: id })),
  );
  if (skills.length > 0) await trx('officer_skills').insert(skills).onConflict(['officer_id', 'type_id']).ignore();
}
