/** Entry of taxpayers: used tokens and identities. */
import type { Knex } from 'knex';

import type { TaxpayerRole } from '../domain/settings.ts';
import { Identity, Region } from './models/index.ts';

/**
 * Marks a token as used. Of two simultaneous uses of the same id only one wins.
 * @param expiresAt end of the token's validity; its id is kept no longer
 * @returns false when it was used before
 */
export async function useToken(knex: Knex, token: { regionId: string; issuer: string; jti: string; expiresAt: Date }): Promise<boolean> {
  const inserted = await knex('used_tokens')
    .insert({ region_id: token.regionId, issuer: token.issuer, jti: token.jti, expires_at: token.expiresAt })
    .onConflict(['region_id', 'issuer', 'jti'])
    .ignore()
    .returning<{ jti: string }[]>('jti');
  return inserted.length === 1;
}

export interface IdentityClaims {
  regionId: string;
  /** Host that vouches for the subject. The same subject at another host is somebody else. */
  issuer: string;
  subject: string;
  kind: 'enterprise' | 'natural-person';
  role: TaxpayerRole;
  personName: string;
  companyName: string | null;
  taxNumber: string | null;
  phone: string | null;
}

/** Upserts the identity with the host's current claims. The same subject keeps its identity. */
export async function upsertIdentity(knex: Knex, claims: IdentityClaims): Promise<Identity> {
  const row = {
    region_id: claims.regionId,
    issuer: claims.issuer,
    subject: claims.subject,
    kind: claims.kind,
    role: claims.role,
    person_name: claims.personName,
    company_name: claims.companyName,
    tax_number: claims.taxNumber,
    phone: claims.phone,
  };
  const rows = await knex('identities')
    .insert(row)
    .onConflict(['region_id', 'issuer', 'subject'])
    .merge({ ...row, seen_at: knex.fn.now() })
    .returning<Identity[]>('*');
  const [identity] = rows;
  if (identity === undefined) throw new Error('an upsert gave back no row');
  return identity;
}

/** Returns the identity of a host's subject; undefined for somebody who has never entered. */
export const identityBySubject = async (knex: Knex, regionId: string, subject: string): Promise<Identity | undefined> =>
  Identity.query(knex).findOne({ region_id: regionId, subject });

export const identityOf = async (knex: Knex, id: string): Promise<Identity | undefined> => Identity.query(knex).findById(id);
export const regionOf = async (knex: Knex, id: string): Promise<Region | undefined> => Region.query(knex).findById(id);
