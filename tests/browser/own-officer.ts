import { randomUUID } from 'node:crypto';

import { connect } from '../../db/connect.ts';
import { serviceAddresses } from '../../stack/addresses.ts';

export interface OwnOfficer {
  login: string;
  name: string;
}

/** An agent whom no other suite knows, off duty, with the password of all demo officers: what is done to the account disturbs nobody. */
export async function ownOfficer(): Promise<OwnOfficer> {
  const part = randomUUID().slice(0, 8);
  const officer = { login: `own-${part}`, name: `测试员${part}` };
  const knex = connect(serviceAddresses(process.env['PRODUCT_DATA_DIR'] ?? '').databaseUrl);
  try {
    const like = await knex('officers').where({ login: 'agent4' }).first<object>('region_id', 'centre_id', 'role', 'password_hash');
    await knex('officers').insert({ ...like, ...officer });
  } finally {
    await knex.destroy();
  }
  return officer;
}
