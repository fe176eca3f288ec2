import type { Knex } from 'knex';

/** True when the region has this centre. */
export const centreOfRegion = async (knex: Knex, regionId: string, id: string): Promise<boolean> =>
  (await knex('centres').where({ id, region_id: regionId }).first('id')) !== undefined;

/** True when the region has this taxpayer. */
export const identityOfRegion = async (knex: Knex, regionId: string, id: string): Promise<boolean> =>
  (await knex('identities').where({ id, region_id: regionId }).first('id')) !== undefined;
