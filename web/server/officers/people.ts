/** The administrator's management of officers' accounts in the region; changes are audited and take effect at once. */
import { z } from 'zod';

import { accountOf, accountsOf, setActive, setCapacity, type AccountRow } from '../../../db/accounts.ts';
import { audit } from '../../../db/audit.ts';
import { endSessions, setPassword, type OfficerViewer } from '../../../db/officers.ts';
import { unlock } from '../../../db/sign-in-throttles.ts';
import { capacitySchema, endedAnswer, officersAnswer, officersQuery, resetAnswer, type OfficerAccount } from '../../api/accounts.ts';
import { idSchema } from '../../api/common.ts';
import type { Language } from '../../i18n/index.ts';
import type { Deps } from '../deps.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';
import { nameIn } from '../http/names.ts';
import { hashOf, madePassword } from '../../../runtime/passwords.ts';
import { callWaiting } from './call-waiting.ts';
import { giveBackCases } from './give-back.ts';

const tag = 'Officers';
const roles = ['administrator'] as const;
const params = z.object({ id: idSchema });

const list = defineRoute({
  method: 'get',
  path: '/api/officers',
  tag,
  summary: 'Officers of the region, searched by part of a name or login',
  access: 'officer',
  roles,
  limit: 'read',
  query: officersQuery,
  answers: { 200: officersAnswer },
  handler: async ({ viewer, query, language }, { knex }) => {
    const { rows, total } = await accountsOf(knex, viewer.regionId, query);
    return { status: 200, body: { items: rows.map((row) => present(row, language)), total, page: query.page, size: query.size } };
  },
});

const present = (row: AccountRow, language: Language): OfficerAccount => ({
  id: row.id,
  login: row.login,
  name: row.name,
  role: row.role,
  centre: row.centre_id === null ? null : { id: row.centre_id, name: nameIn(language, row.centre_name, row.centre_name_en) },
  active: row.active,
  onDuty: row.on_duty,
  locked: row.locked,
  sessions: row.sessions,
  openCases: row.open_cases,
  capacity: { conversations: row.capacity, todos: row.task_capacity },
  seenAt: row.seen_at?.toISOString() ?? null,
});

const capacity = defineRoute({
  method: 'put',
  path: '/api/officers/{id}/capacity',
  tag,
  summary: 'Set how much an officer is given at once; what they already have stays with them',
  access: 'officer',
  roles,
  limit: 'command',
  params,
  body: capacitySchema,
  answers: { 200: capacitySchema },
  handler: async ({ viewer, params: { id }, body, requestId }, deps) => {
    const { centreId } = await accountFor(viewer, id, deps);
    await deps.knex.transaction(async (tx) => {
      await setCapacity(tx, id, body);
      await note(tx, viewer, 'set-capacity', id, requestId, body);
    });
    if (centreId !== null) void callWaiting(deps, centreId);
    return { status: 200, body };
  },
});

const deactivate = defineRoute({
  method: 'post',
  path: '/api/officers/{id}/deactivation',
  tag,
  summary: 'Deactivate an officer: end all sessions at once and release their cases to the centres',
  access: 'officer',
  roles,
  limit: 'command',
  params,
  answers: { 204: null },
  faults: ['own-account'],
  handler: async ({ viewer, params: { id }, requestId }, deps) => {
    if (id === viewer.id) throw new Fault('own-account');
    await accountFor(viewer, id, deps);
    await deps.knex.transaction(async (tx) => {
      await setActive(tx, id, false);
      await note(tx, viewer, 'deactivate', id, requestId);
    });
    await deps.closePerson({ kind: 'officer', id });
    // Cases not released now are released by the next round (`give-back.ts`).
    giveBackCases(deps).catch((error: unknown) => {
      deps.log.warn({ err: error }, 'cases of a deactivated officer wait for the next round');
    });
    return { status: 204, body: null };
  },
});

const activate = defineRoute({
  method: 'post',
  path: '/api/officers/{id}/activation',
  tag,
  summary: 'Reactivate an officer; the password stays the same',
  access: 'officer',
  roles,
  limit: 'command',
  params,
  answers: { 204: null },
  handler: async ({ viewer, params: { id }, requestId }, deps) => {
    await accountFor(viewer, id, deps);
    await deps.knex.transaction(async (tx) => {
      await setActive(tx, id, true);
      await note(tx, viewer, 'activate', id, requestId);
    });
    return { status: 204, body: null };
  },
});

const unlockLogin = defineRoute({
  method: 'post',
  path: '/api/officers/{id}/unlocking',
  tag,
  summary: 'Unlock an officer’s sign-in after too many failures',
  access: 'officer',
  roles,
  limit: 'command',
  params,
  answers: { 204: null },
  handler: async ({ viewer, params: { id }, requestId }, deps) => {
    const { login } = await accountFor(viewer, id, deps);
    await unlock(deps.knex, login);
    await note(deps.knex, viewer, 'unlock', id, requestId);
    return { status: 204, body: null };
  },
});

const end = defineRoute({
  method: 'delete',
  path: '/api/officers/{id}/sessions',
  tag,
  summary: 'End all sessions of an officer',
  access: 'officer',
  roles,
  limit: 'command',
  params,
  answers: { 200: endedAnswer },
  handler: async ({ viewer, params: { id }, requestId }, deps) => {
    await accountFor(viewer, id, deps);
    const ended = await endSessions(deps.knex, id);
    await note(deps.knex, viewer, 'end-sessions', id, requestId);
    await deps.closePerson({ kind: 'officer', id });
    return { status: 200, body: { ended } };
  },
});

const reset = defineRoute({
  method: 'post',
  path: '/api/officers/{id}/password',
  tag,
  summary: 'Reset an officer’s password and end all their sessions; the new password is returned only once',
  access: 'officer',
  roles,
  limit: 'command',
  params,
  answers: { 200: resetAnswer },
  faults: ['own-account'],
  handler: async ({ viewer, params: { id }, requestId }, deps) => {
    if (id === viewer.id) throw new Fault('own-account');
    const { login } = await accountFor(viewer, id, deps);
    const password = madePassword();
    const passwordHash = await hashOf(password);
    await deps.knex.transaction(async (tx) => {
      await setPassword(tx, id, passwordHash, {});
      await unlock(tx, login);
      await note(tx, viewer, 'reset-password', id, requestId);
    });
    await deps.closePerson({ kind: 'officer', id });
    return { status: 200, body: { password } };
  },
});

/** @throws Fault `not-found` for an officer of another region */
async function accountFor(viewer: OfficerViewer, id: string, { knex }: Deps): Promise<{ login: string; centreId: string | null }> {
  const account = await accountOf(knex, viewer.regionId, id);
  if (account === undefined) throw new Fault('not-found');
  return account;
}

const note = (
  knex: Deps['knex'],
  viewer: OfficerViewer,
  action: string,
  objectId: string,
  requestId: string,
  detail: Record<string, number> = {},
): Promise<void> => audit(knex, { actor: viewer, regionId: viewer.regionId, action, objectKind: 'officer', objectId, requestId, detail });

export const peopleRoutes = [list, capacity, deactivate, activate, unlockLogin, end, reset];
