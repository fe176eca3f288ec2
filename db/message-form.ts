/** The choices of the 留言 form: the bureaus of a region with their centres, and the types. */
import type { Knex } from 'knex';

import { Centre, MessageType } from './models/index.ts';

export interface MessageFormChoices {
  centres: Centre[];
  types: MessageType[];
}

export async function messageForm(knex: Knex, regionId: string): Promise<MessageFormChoices> {
  const [centres, types] = await Promise.all([
    Centre.query(knex).where({ region_id: regionId }).orderBy(['position', 'id']),
    MessageType.query(knex).where({ region_id: regionId, active: true }).orderBy(['position', 'id']),
  ]);
  return { centres, types };
}

/** A centre of this region; undefined when it has none of this id. */
export const placeOf = async (knex: Knex, regionId: string, centreId: string): Promise<Centre | undefined> =>
  Centre.query(knex).findOne({ id: centreId, region_id: regionId });

/** A type of message that this region still takes. */
export const typeOf = async (knex: Knex, regionId: string, typeId: string): Promise<MessageType | undefined> =>
  MessageType.query(knex).findOne({ id: typeId, region_id: regionId, active: true });
