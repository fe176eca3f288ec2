/** Officers as those who sign in: their passwords' hashes, the lock after failures, their sessions, whether they are on duty. */
import type { Knex } from 'knex';

import type { OfficerRole, Viewer } from '../domain/policies.ts';
import { prepared } from './prepared.ts';

export type OfficerViewer = Extract<Viewer, { kind: 'officer' }>;

/**
 * 1. A session ends 8 h after its last use and 12 h after the sign-in, whatever is done in it.
 * 2. After 5 failures in a row a login is locked for 15 minutes.
 */
export const sessionRules = { idleMs: 8 * 3_600_000, longestMs: 12 * 3_600_000, failures: 5, lockMs: 15 * 60_000 } as const;

/** How exactly the last use is known: writing it at every request would cost more than it tells. */
const seenEveryMs = 60_000;

interface OfficerRow {
  id: string;
  role: OfficerRole;
  region_id: string;
  centre_id: string | null;
}

const viewerOf = ({ id, role, region_id: regionId, centre_id: centreId }: OfficerRow): OfficerViewer => {
  if (role === 'administrator') return { kind: 'officer', id, role, regionId };
  // The table's own check says so as well; an officer without a centre may do nothing.
  if (centreId === null) throw new Error(`officer ${id} has no centre`);
  return { kind: 'officer', id, role, regionId, centreId };
};

export type SignInAttempt =
  { kind: 'open'; viewer: OfficerViewer; passwordHash: string } | { kind: 'locked'; until: Date } | { kind: 'unknown' };

/**
 * Takes one of the attempts that a login has before it is locked. It is counted as failed at once, so that guesses made at
 * the same moment count as many; `signInSucceeded` gives it back.
 * @param now epoch milliseconds
 */
export async function takeSignInAttempt(knex: Knex, login: string, now: number): Promise<SignInAttempt> {
  const at = new Date(now);
  const until = new Date(now + sessionRules.lockMs);
  const taken = await knex.raw<{ rows: (OfficerRow & { password_hash: string })[] }>(
    `UPDATE officers SET
       failed_sign_ins = CASE WHEN locked_until IS NULL THEN failed_sign_ins + 1 ELSE 1 END,
       locked_until = CASE WHEN locked_until IS NULL AND failed_sign_ins + 1 >= :failures THEN :until::timestamptz END
     WHERE login = :login AND active AND (locked_until IS NULL OR locked_until <= :at)
     RETURNING id, role, region_id, centre_id, password_hash`,
    { login, at, until, failures: sessionRules.failures },
  );
  const [row] = taken.rows;
  if (row) return { kind: 'open', viewer: viewerOf(row), passwordHash: row.password_hash };
  const locked = await knex('officers').first<{ locked_until: Date | null } | undefined>('locked_until').where({ login, active: true });
  return locked?.locked_until ? { kind: 'locked', until: locked.locked_until } : { kind: 'unknown' };
}

/** The password was right: earlier failures are forgotten. */
export async function signInSucceeded(knex: Knex, officerId: string): Promise<void> {
  await knex('officers').where({ id: officerId }).update({ failed_sign_ins: 0, locked_until: null });
}

/**
 * @param tokenHash sha256 of the token; the token itself is kept nowhere
 * @param now epoch milliseconds
 */
export async function createSession(knex: Knex, tokenHash: Buffer, officerId: string, now: number): Promise<void> {
  const at = new Date(now);
  await knex('officer_sessions').where('expires_at', '<=', at).delete();
  await knex('officer_sessions').insert({
    token_hash: tokenHash,
    officer_id: officerId,
    created_at: at,
    seen_at: at,
    expires_at: new Date(now + sessionRules.longestMs),
  });
}

export async function deleteSession(knex: Knex, tokenHash: Buffer): Promise<void> {
  await knex('officer_sessions').where({ token_hash: tokenHash }).delete();
}

/**
 * Whose session a token opens; null when it is over, unknown, or its officer may no longer work here.
 * @param now epoch milliseconds
 */
export async function officerOfSession(knex: Knex, tokenHash: Buffer, now = Date.now()): Promise<OfficerViewer | null> {
  const { rows } = await prepared<OfficerRow & { seen_at: Date }>(
    knex,
    `SELECT o.id, o.role, o.region_id, o.centre_id, s.seen_at
     FROM officer_sessions s JOIN officers o ON o.id = s.officer_id
     WHERE s.token_hash = :tokenHash AND o.active AND s.expires_at > :now AND s.seen_at > :idleSince`,
    { tokenHash, now: new Date(now), idleSince: new Date(now - sessionRules.idleMs) },
  );
  const [session] = rows;
  if (session === undefined) return null;
  if (now - session.seen_at.getTime() > seenEveryMs) {
    await knex('officer_sessions')
      .where({ token_hash: tokenHash })
      .update({ seen_at: new Date(now) });
  }
  return viewerOf(session);
}

/** What the top of every page of officers shows, in the languages there are. */
export interface OfficerProfile {
  id: string;
  name: string;
  role: OfficerRole;
  on_duty: boolean;
  region_id: string;
  region_name: string;
  region_name_en: string;
  centre_id: string | null;
  centre_name: string | null;
  centre_name_en: string | null;
}

export async function officerProfile(knex: Knex, officerId: string): Promise<OfficerProfile> {
  const profile = await knex('officers AS o')
    .join('regions AS r', 'r.id', 'o.region_id')
    .leftJoin('centres AS c', 'c.id', 'o.centre_id')
    .first<OfficerProfile | undefined>(
      'o.id',
      'o.name',
      'o.role',
      'o.on_duty',
      { region_id: 'r.id', region_name: 'r.name', region_name_en: 'r.name_en' },
      { centre_id: 'c.id', centre_name: 'c.name', centre_name_en: 'c.name_en' },
    )
    .where('o.id', officerId);
  if (profile === undefined) throw new Error(`no officer ${officerId}`);
  return profile;
}

/** On duty means: the rule of assignment may give them cases. */
export async function setDuty(knex: Knex, officerId: string, onDuty: boolean): Promise<void> {
  await knex('officers').where({ id: officerId }).update({ on_duty: onDuty });
}
