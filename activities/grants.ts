import type { Knex } from 'knex';

import { chooseOfficer } from '../db/allocation.ts';
import type { Want, WantName, Wants } from '../domain/kind.ts';

/** How each want is won, in the transaction that writes the image; null when it is lost. */
const winners: { readonly [K in WantName]: (trx: Knex.Transaction, ask: Wants[K]['ask']) => Promise<Wants[K]['grant'] | null> } = {
  officer: async (trx, ask) => {
    const officerId = await chooseOfficer(trx, ask);
    return officerId === null ? null : { officerId };
  },
};

/**
 * Wins what a case wants, or loses it.
 * @param trx in which whoever wins keeps it; the turns of the case's centre are taken
 */
export const win = (trx: Knex.Transaction, want: Want): Promise<Wants[Want['name']]['grant'] | null> => winners[want.name](trx, want.ask);
