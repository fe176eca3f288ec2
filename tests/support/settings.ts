import { ApiPerson } from '../../simulate/api-person.ts';
import { dateOf, dayNumberOf } from '../../domain/shanghai.ts';
import type { SettingKey, Settings } from '../../domain/settings.ts';
import { demoPassword } from '../../stack/demo/people.ts';
import type { SettingsOfPlace } from '../../web/api/settings.ts';

const whole = [{ from: '00:00', to: '24:00' }];

/** Working hours that never end: what waits for officers does not depend on when the test runs. */
export const allDay: Partial<Settings> = {
  // Also on a public holiday.
  'calendar.days': Object.fromEntries([0, 1].map((ahead) => [dateOf(dayNumberOf(Date.now()) + ahead), 'workday' as const])),
  'calendar.hours': { week: { 1: whole, 2: whole, 3: whole, 4: whole, 5: whole, 6: whole, 7: whole }, makeUp: whole },
};

/**
 * Changes settings of a demo region as its administrator does.
 * @param login of the administrator
 */
export async function setSettings(origin: string, login: string, values: Partial<Settings>): Promise<void> {
  const administrator = await ApiPerson.officer(origin, login, demoPassword);
  const { items } = (await administrator.get('/api/settings')) as unknown as SettingsOfPlace;
  const changes = (Object.keys(values) as SettingKey[]).map((key) => {
    const version = items.find((item) => item.key === key)?.version;
    return { key, version, to: 'value', value: values[key] };
  });
  await administrator.send('PUT', '/api/settings', { centreId: null, changes });
}
