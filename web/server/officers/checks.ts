import { Officer } from '../../../db/models/index.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';

/**
 * Checks that the receiver of a case works in the centre that handles it.
 * @param path path of the officer in the body
 * @throws Fault `officer-unknown`
 */
export async function checkOfficer(officerId: string, centreId: string, path: string, { knex }: Deps): Promise<void> {
  const officer = await Officer.query(knex).findOne({ id: officerId, centre_id: centreId, active: true });
  if (officer === undefined) throw new Fault('officer-unknown', { fields: [{ path, code: 'not-a-choice' }] });
}
