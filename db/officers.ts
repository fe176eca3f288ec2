/** Sign-in of officers: password hashes, devices, sessions, duty. */
import type { Knex } from 'knex';

import { isRegional, type OfficerRole, type Viewer } from '../domain/policies.ts';
import { missedOffer, type OfficerStatus } from '../domain/officer-status.ts';
import { prepared } from './prepared.ts';

export type OfficerViewer = Extract<Viewer, { kind: 'officer' }>;

/** A session ends 8 h after its last use and at most 12 h after the sign-in. */
export const sessionRules = { idleMs: 8 * 3_600_000, longestMs: 12 * 3_600_000 } as const;

/** Precision of the last use. Writing it on every request would cost too much. */
const seenEveryMs = 60_000;

interface OfficerRow {
  id: string;
  role: OfficerRole;
  region_id: string;
  centre_id: string | null;
}

const viewerOf = ({ id, role, region_id: regionId, centre_id: centreId }: OfficerRow): OfficerViewer => {
  if (isRegional(role)) return { kind: 'officer', id, role, regionId };
  // A constraint of the table ensures it, too: an officer without a centre may do nothing.
  if (centreId === null) throw new Error(`officer ${id} has no centre`);
  return { kind: 'officer', id, role, regionId, centreId };
};

/** Returns the active officer with this login and their password hash; undefined when there is none. */
export async function officerByLogin(knex: Knex, login: string): Promise<{ viewer: OfficerViewer; passwordHash: string } | undefined> {
  const row = await knex('officers')
    .where({ login, active: true })
    .first<(OfficerRow & { password_hash: string }) | undefined>('id', 'role', 'region_id', 'centre_id', 'password_hash');
  return row && { viewer: viewerOf(row), passwordHash: row.password_hash };
}

/** Number of days that a device is known after the officer's last sign-in on it. */
const deviceDays = 180;

/**
 * True when the officer with this login has signed in on the device before.
 * @param tokenHash sha256 of the token that the device keeps
 */
export async function isKnownDevice(knex: Knex, tokenHash: Buffer, login: string): Promise<boolean> {
  const known = await knex('officer_devices AS d')
    .join('officers AS o', 'o.id', 'd.officer_id')
    .where({ 'd.token_hash': tokenHash, 'o.login': login })
    .where('d.seen_at', '>', knex.raw(`now() - make_interval(days => ?)`, [deviceDays]))
    .first<{ id: string } | undefined>('o.id');
  return known !== undefined;
}

/** Records a sign-in of the officer on this device. */
export async function keepDevice(knex: Knex, tokenHash: Buffer, officerId: string): Promise<void> {
  await knex('officer_devices')
    .where({ officer_id: officerId })
    .where('seen_at', '<', knex.raw(`now() - make_interval(days => ?)`, [deviceDays]))
    .delete();
  await knex('officer_devices')
    .insert({ token_hash: tokenHash, officer_id: officerId })
    .onConflict('token_hash')
    .merge({ officer_id: officerId, seen_at: knex.fn.now() });
}

/** Maximum length of a browser's name in the list of sessions. */
const longestAgent = 200;

/**
 * @param tokenHash sha256 of the token; the token itself is not stored
 * @param now epoch milliseconds
 * @param agent user agent of the browser
 */
export async function createSession(knex: Knex, tokenHash: Buffer, officerId: string, now: number, agent = ''): Promise<void> {
  const at = new Date(now);
  await knex('officer_sessions').where('expires_at', '<=', at).delete();
  await knex('officer_sessions').insert({
    token_hash: tokenHash,
    officer_id: officerId,
    created_at: at,
    seen_at: at,
    expires_at: new Date(now + sessionRules.longestMs),
    agent: agent.slice(0, longestAgent),
  });
}

export async function deleteSession(knex: Knex, tokenHash: Buffer): Promise<void> {
  await knex('officer_sessions').where({ token_hash: tokenHash }).delete();
}

/**
 * Returns the officer of a session; null when it has ended, is unknown, or its officer may no longer work here.
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

/** Officer's profile for the header of every page, in all languages. */
export interface OfficerProfile {
  id: string;
  name: string;
  role: OfficerRole;
  status: OfficerStatus;
  status_reason: string | null;
  capacity: number;
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
      'o.status',
      'o.status_reason',
      'o.capacity',
      { region_id: 'r.id', region_name: 'r.name', region_name_en: 'r.name_en' },
      { centre_id: 'c.id', centre_name: 'c.name', centre_name_en: 'c.name_en' },
    )
    .where('o.id', officerId);
  if (profile === undefined) throw new Error(`no officer ${officerId}`);
  return profile;
}

/** Returns the officer's password hash. */
export async function passwordHashOf(knex: Knex, officerId: string): Promise<string> {
  const row = await knex('officers').where({ id: officerId }).first<{ password_hash: string } | undefined>('password_hash');
  if (row === undefined) throw new Error(`no officer ${officerId}`);
  return row.password_hash;
}

/**
 * Sets a new password, ends all other sessions and forgets all other devices.
 * @param keep session and device on which the password was changed
 */
export async function setPassword(
  knex: Knex,
  officerId: string,
  passwordHash: string,
  keep: { session?: Buffer; device?: Buffer },
): Promise<void> {
  await knex('officers').where({ id: officerId }).update({ password_hash: passwordHash });
  await endSessions(knex, officerId, keep.session);
  const devices = knex('officer_devices').where({ officer_id: officerId });
  await (keep.device ? devices.whereNot({ token_hash: keep.device }) : devices).delete();
}

export interface SessionRow {
  id: string;
  created_at: Date;
  seen_at: Date;
  agent: string;
  token_hash: Buffer;
}

/** Returns the officer's open sessions, the last used first. */
export async function sessionsOf(knex: Knex, officerId: string, now = Date.now()): Promise<SessionRow[]> {
  return await knex('officer_sessions')
    .where({ officer_id: officerId })
    .where('expires_at', '>', new Date(now))
    .where('seen_at', '>', new Date(now - sessionRules.idleMs))
    .orderBy('seen_at', 'desc')
    .limit(100)
    .select<SessionRow[]>('id', 'created_at', 'seen_at', 'agent', 'token_hash');
}

/** Ends one session of this officer. @returns false when they have none with this id */
export const endSession = async (knex: Knex, officerId: string, id: string): Promise<boolean> =>
  (await knex('officer_sessions').where({ id, officer_id: officerId }).delete()) > 0;

/** Ends the officer's sessions, except one if given. @returns number of ended sessions */
export const endSessions = async (knex: Knex, officerId: string, except?: Buffer): Promise<number> => {
  const sessions = knex('officer_sessions').where({ officer_id: officerId });
  return await (except ? sessions.whereNot({ token_hash: except }) : sessions).delete();
};

/** True when the officer has an open session. Links issued earlier are invalid otherwise. */
export const isSignedIn = async (knex: Knex, officerId: string): Promise<boolean> => (await sessionsOf(knex, officerId)).length > 0;

/** Sets the status with its reason. The allocation rules consider only officers who are online. */
export async function setStatus(knex: Knex, officerId: string, status: OfficerStatus, reason: string | null): Promise<void> {
  await knex('officers').where({ id: officerId }).update({ status, status_reason: reason });
}

/**
 * Sets officers who missed an offer to away, once per event: a projection that runs again changes nothing.
 * @param trx transaction that has not written the events yet
 */
export async function setAwayForMissed(
  trx: Knex.Transaction,
  caseId: string,
  missed: readonly { version: number; officerId: string }[],
): Promise<void> {
  if (missed.length === 0) return;
  await prepared(
    trx,
    `UPDATE officers o SET status = 'away', status_reason = :missedOffer
     FROM jsonb_to_recordset(:missed) AS m(version int, "officerId" uuid)
     WHERE o.id = m."officerId" AND o.status = 'online'
       AND NOT EXISTS (SELECT FROM case_events e WHERE e.case_id = :caseId AND e.version = m.version)`,
    { caseId, missed: JSON.stringify(missed), missedOffer },
  );
}

/** Milliseconds for which an officer is present after the last sign of one of their pages. */
const presenceMs = 45_000;

/** Officer who was absent before. */
export interface Arrived {
  id: string;
  centreId: string | null;
}

/**
 * Renews the lease of presence of officers whose pages are connected.
 * @returns those who were absent before
 */
export async function renewPresence(knex: Knex, officerIds: readonly string[], forMs = presenceMs): Promise<Arrived[]> {
  if (officerIds.length === 0) return [];
  const { rows } = await knex.raw<{ rows: (Arrived & { was: boolean })[] }>(
    `UPDATE officers o SET present_until = greatest(o.present_until, now() + make_interval(secs => :forMs::float8 / 1000))
     FROM officers before WHERE before.id = o.id AND o.id = ANY(:officerIds) AND o.active
     RETURNING o.id, o.centre_id AS "centreId", coalesce(before.present_until > now(), false) AS was`,
    { officerIds: [...officerIds], forMs },
  );
  return rows.filter(({ was }) => !was).map(({ id, centreId }) => ({ id, centreId }));
}

/** Ends the lease of presence of an officer who has no session any more. */
export async function endPresence(knex: Knex, officerId: string): Promise<void> {
  if (await isSignedIn(knex, officerId)) return;
  await knex('officers').where({ id: officerId }).where('present_until', '>', knex.fn.now()).update({ present_until: knex.fn.now() });
}
