import { randomUUID } from 'node:crypto';

import { connect } from '../../db/connect.ts';
import { roundTheClock } from '../../domain/calendar.ts';
import { dateOf, dayNumberOf } from '../../domain/shanghai.ts';
import { serviceAddresses } from '../../stack/addresses.ts';

export interface OwnCentre {
  id: string;
  name: string;
  /** Login of its first agent. Its agents know every matter and are off duty. The password is that of all demo officers. */
  agent: string;
  /** Name of the first agent. */
  agentName: string;
  /** Login of its second agent. */
  colleague: string;
  colleagueName: string;
  supervisor: string;
}

/** A centre and an agent of each region whom new ones are made like. */
const likes = { yunling: { centre: 'yunling-1', agent: 'agent6' }, binhai: { centre: 'binhai-1', agent: 'agent1' } } as const;

/** A centre that no other suite knows. It works day and night, also on holidays. */
export async function ownCentre(region: keyof typeof likes = 'yunling'): Promise<OwnCentre> {
  const part = randomUUID().slice(0, 8);
  const centre = {
    id: `own-${part}`,
    name: `测试中心${part}`,
    agent: `own-${part}`,
    agentName: `测试员${part}`,
    colleague: `own-${part}-2`,
    colleagueName: `同事${part}`,
    supervisor: `own-${part}-3`,
  };
  const { week, makeUp } = roundTheClock;
  const days = Object.fromEntries([0, 1].map((ahead) => [dateOf(dayNumberOf(Date.now()) + ahead), 'workday']));
  const knex = connect(serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '').databaseUrl);
  try {
    const like = await knex('centres').where({ id: likes[region].centre }).first<object>('region_id', 'bureau', 'bureau_en');
    await knex('centres').insert({ ...like, id: centre.id, name: centre.name, name_en: centre.name, position: 99 });
    await knex('settings').insert(
      Object.entries({ 'calendar.hours': { week, makeUp }, 'calendar.days': days }).map(([key, value]) => ({
        scope: 'centre',
        scope_id: centre.id,
        key,
        value: JSON.stringify(value),
      })),
    );
    const known = knex('officers').where({ login: likes[region].agent });
    const officer = await known.clone().first<object>('region_id', 'role', 'password_hash');
    await knex('officers').insert({ ...officer, centre_id: centre.id, login: centre.supervisor, name: `主管${part}`, role: 'supervisor' });
    const rows = await knex('officers')
      .insert(
        [
          { login: centre.agent, name: centre.agentName },
          { login: centre.colleague, name: centre.colleagueName },
        ].map((each) => ({ ...officer, centre_id: centre.id, ...each })),
      )
      .returning<{ id: string }[]>('id');
    for (const { id } of rows)
      await knex.raw(
        'INSERT INTO officer_skills (officer_id, type_id) SELECT :to, type_id FROM officer_skills WHERE officer_id IN (:from)',
        {
          to: id,
          from: known.clone().select('id'),
        },
      );
  } finally {
    await knex.destroy();
  }
  return centre;
}

/** What only a long wait, or an administrator of another region, would bring about: changes rows of an officer. */
export async function changeOfficer(login: string, change: object): Promise<void> {
  const knex = connect(serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '').databaseUrl);
  try {
    await knex('officers').where({ login }).update(change);
  } finally {
    await knex.destroy();
  }
}

/** Gives a centre so many places for appointments at every hour of every day. */
export async function setPlaces(id: string, places: number): Promise<void> {
  const windows = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ pool: '', weekday, from: '00:00', to: '24:00', places }));
  const knex = connect(serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '').databaseUrl);
  try {
    await knex('settings').insert({ scope: 'centre', scope_id: id, key: 'slots.windows', value: JSON.stringify(windows) });
  } finally {
    await knex.destroy();
  }
}

/** Ends the working hours of a centre: it does not open any more. */
export async function closeCentre(id: string): Promise<void> {
  const knex = connect(serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '').databaseUrl);
  const none = { week: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] }, makeUp: [{ from: '09:00', to: '12:00' }] };
  try {
    await knex('settings').where({ scope: 'centre', scope_id: id, key: 'calendar.days' }).delete();
    await knex('settings')
      .where({ scope: 'centre', scope_id: id, key: 'calendar.hours' })
      .update({ value: JSON.stringify({ ...none, week: { ...none.week, [nextWeekday()]: none.makeUp } }) });
  } finally {
    await knex.destroy();
  }
}

/** The weekday three days ahead, 1 for Monday. */
const nextWeekday = (): number => new Date(Date.now() + 3 * 86_400_000).getUTCDay() || 7;
