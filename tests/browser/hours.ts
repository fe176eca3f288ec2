import { connect } from '../../db/connect.ts';
import { roundTheClock } from '../../domain/calendar.ts';
import { dateOf, dayNumberOf } from '../../domain/shanghai.ts';
import { serviceAddresses } from '../../stack/addresses.ts';

/** Has a centre work day and night meanwhile, also on holidays. */
export async function dayAndNight(centre: string, what: () => Promise<void>): Promise<void> {
  const knex = connect(serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '').databaseUrl);
  const { week, makeUp } = roundTheClock;
  const days = Object.fromEntries([0, 1].map((ahead) => [dateOf(dayNumberOf(Date.now()) + ahead), 'workday']));
  const values = { 'calendar.hours': { week, makeUp }, 'calendar.days': days };
  const of = { scope: 'centre', scope_id: centre };
  const earlier = await knex('settings').where(of).whereIn('key', Object.keys(values));
  try {
    await knex('settings')
      .insert(Object.entries(values).map(([key, value]) => ({ ...of, key, value: JSON.stringify(value) })))
      .onConflict(['scope', 'scope_id', 'key'])
      .merge(['value']);
    await what();
  } finally {
    await knex('settings').where(of).whereIn('key', Object.keys(values)).delete();
    if (earlier.length > 0)
      await knex('settings').insert(earlier.map((row: { value: unknown }) => ({ ...row, value: JSON.stringify(row.value) })));
    await knex.destroy();
  }
}
