/** Accounts of a region's officers, for its administrator. */
import type { Knex } from 'knex';

import type { OfficerRole } from '../domain/policies.ts';
import { endSessions } from './officers.ts';
import { lockedLogins } from './sign-in-throttles.ts';

export interface AccountRow {
  id: string;
  login: string;
  name: string;
  role: OfficerRole;
  active: boolean;
  on_duty: boolean;
  capacity: number;
  task_capacity: number;
  centre_id: string | null;
  centre_name: string | null;
  centre_name_en: string | null;
  sessions: number;
  open_cases: number;
  seen_at: Date | null;
  locked: boolean;
}

/**
 * Returns the officers of a region, active ones first, then by centre and name.
 * @param q part of a name or login
 */
export async function accountsOf(
  knex: Knex,
  regionId: string,
  { q, page, size }: { q?: string | undefined; page: number; size: number },
): Promise<{ rows: AccountRow[]; total: number }> {
  const matching = knex('officers AS o').where('o.region_id', regionId);
  if (q !== undefined && q !== '')
    void matching.where(
      (either) => void either.whereRaw('strpos(lower(o.name), lower(?)) > 0', [q]).orWhereRaw('strpos(lower(o.login), lower(?)) > 0', [q]),
    );
  const [counted, rows] = await Promise.all([
    matching.clone().count<{ count: number }[]>('* AS count'),
    matching
      .clone()
      .leftJoin('centres AS c', 'c.id', 'o.centre_id')
      .orderByRaw('o.active DESC, c.position NULLS FIRST, c.id, o.name, o.id')
      .limit(size)
      .offset((page - 1) * size)
      .select<Omit<AccountRow, 'locked'>[]>(
        'o.id',
        'o.login',
        'o.name',
        'o.role',
        'o.active',
        'o.on_duty',
        'o.capacity',
        'o.task_capacity',
        { centre_id: 'c.id', centre_name: 'c.name', centre_name_en: 'c.name_en' },
        knex.raw('(SELECT count(*) FROM officer_sessions s WHERE s.officer_id = o.id AND s.expires_at > now()) AS sessions'),
        knex.raw('(SELECT max(s.seen_at) FROM officer_sessions s WHERE s.officer_id = o.id) AS seen_at'),
        knex.raw('(SELECT count(*) FROM tasks t WHERE t.assignee_id = o.id) AS open_cases'),
      ),
  ]);
  const locked = await lockedLogins(
    knex,
    rows.map(({ login }) => login),
  );
  return { rows: rows.map((row) => ({ ...row, locked: locked.has(row.login) })), total: counted[0]?.count ?? 0 };
}

interface Account {
  id: string;
  login: string;
  active: boolean;
  centreId: string | null;
}

/** Returns an officer of this region; undefined for an officer of another region. */
export const accountOf = async (knex: Knex, regionId: string, id: string): Promise<Account | undefined> =>
  knex('officers').where({ id, region_id: regionId }).first<Account | undefined>('id', 'login', 'active', { centreId: 'centre_id' });

/** Sets how many conversations an officer can have at once, and up to how many to-dos the allocation rule gives them more. */
export async function setCapacity(tx: Knex.Transaction, officerId: string, of: { conversations: number; todos: number }): Promise<void> {
  await tx('officers').where({ id: officerId }).update({ capacity: of.conversations, task_capacity: of.todos });
}

/** Activates or deactivates an officer. Deactivating also takes them off duty and ends their sessions. */
export async function setActive(tx: Knex.Transaction, officerId: string, active: boolean): Promise<void> {
  await tx('officers')
    .where({ id: officerId })
    .update(active ? { active } : { active, status: 'away' });
  if (active) return;
  await endSessions(tx, officerId);
  await tx('officer_devices').where({ officer_id: officerId }).delete();
}

export interface HeldCase {
  id: string;
  kind: string;
  assignee_id: string;
  version: number;
}

/** Returns open cases whose assignee no longer works here and whose next move is an officer's; these can be released now. */
export const casesToGiveBack = async (knex: Knex, most: number): Promise<HeldCase[]> =>
  knex('tasks AS t')
    .join('officers AS o', 'o.id', 't.assignee_id')
    .where({ 'o.active': false, 't.turn': 'officer' })
    .orderBy(['t.due_at', 't.case_id'])
    .limit(most)
    .select<HeldCase[]>({ id: 't.case_id' }, 't.kind', 't.assignee_id', 't.version');
