import type { Knex } from 'knex';

import { chooseOfficer } from '../db/allocation.ts';
import { chooseSeat } from '../db/chat/seats.ts';
import { grantPlace } from '../db/slots/grant.ts';
import type { Place, Want, WantName, Wants } from '../domain/kind.ts';

/** Handlers that grant each want within the projection's transaction; null when it is lost. */
const winners: { readonly [K in WantName]: (trx: Knex.Transaction, ask: Wants[K]['ask']) => Promise<Wants[K]['grant'] | null> } = {
  officer: async (trx, ask) => {
    const officerId = await chooseOfficer(trx, ask);
    return officerId === null ? null : { officerId };
  },
  seat: async (trx, ask) => {
    const officerId = await chooseSeat(trx, ask);
    return officerId === null ? null : { officerId };
  },
  place: async (trx, { placeIds, ...ask }) => {
    const places: Place[] = [];
    for (const placeId of placeIds) {
      const place = await grantPlace(trx, { ...ask, placeId });
      if (place === null) return null;
      places.push(place);
    }
    return { places };
  },
};

/**
 * Decides a want of a case; null when it is lost.
 * @param trx transaction that holds the grant; it already has the lock of the case's centre
 */
export const win = <K extends WantName>(trx: Knex.Transaction, { name, ask }: Want & { name: K; ask: Wants[K]['ask'] }) =>
  winners[name](trx, ask);
