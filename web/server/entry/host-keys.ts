/** The administrator adds and retires hosts' keys, and sees when each was last used. */
import { z } from 'zod';

import { audit } from '../../../db/audit.ts';
import { addHostKey, hostKeyRows, retireHostKey, type HostKeyRow } from '../../../db/host-keys.ts';
import { hostKeyPlace } from '../../../runtime/secrets.ts';
import { hostKeyBody, hostKeysAnswer, type HostKeyAnswer } from '../../api/host-keys.ts';
import { idSchema } from '../../api/common.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';

const tag = 'Host keys';
const roles = ['administrator'] as const;
const params = z.object({ id: idSchema });

const list = defineRoute({
  method: 'get',
  path: '/api/host-keys',
  tag,
  summary: 'Signing keys of the region’s hosts, with the time of their first and last use',
  access: 'officer',
  roles,
  limit: 'read',
  answers: { 200: hostKeysAnswer },
  handler: async ({ viewer }, { knex }) => {
    const rows = await hostKeyRows(knex, viewer.regionId);
    return { status: 200, body: { items: rows.map((row) => present(row, Date.now())) } };
  },
});

function present(row: HostKeyRow, now: number): HostKeyAnswer {
  const retired = row.not_after !== null && row.not_after.getTime() <= now;
  const waiting = row.not_before !== null && row.not_before.getTime() > now;
  return {
    id: row.id,
    issuer: row.issuer,
    algorithm: row.algorithm === 'HS256' ? 'HS256' : 'RS256',
    jwksUrl: row.jwks_url,
    kid: row.kid,
    notBefore: row.not_before?.toISOString() ?? null,
    notAfter: row.not_after?.toISOString() ?? null,
    state: retired ? 'retired' : waiting ? 'waiting' : 'in-force',
    createdAt: row.created_at.toISOString(),
    uses: row.uses.map(({ kid, first_at, last_at }) => ({
      kid,
      firstAt: new Date(first_at).toISOString(),
      lastAt: new Date(last_at).toISOString(),
    })),
  };
}

const dateOf = (instant: string | null): Date | null => (instant === null ? null : new Date(instant));

const add = defineRoute({
  method: 'put',
  path: '/api/host-keys/{id}',
  tag,
  summary: 'Add a signing key under an id chosen by the client; existing keys stay in force. Repeating the request adds no second key',
  access: 'officer',
  roles,
  limit: 'command',
  params,
  body: hostKeyBody,
  answers: { 204: null },
  faults: ['key-reused'],
  handler: async ({ viewer, params: { id }, body, requestId }, { knex, secrets }) => {
    const { issuer } = body;
    const [notBefore, notAfter] = [dateOf(body.notBefore), dateOf(body.notAfter)];
    if (notBefore && notAfter && notAfter <= notBefore)
      throw new Fault('invalid-request', { fields: [{ path: 'notAfter', code: 'before-start' }] });
    const own =
      body.algorithm === 'HS256'
        ? { secret: secrets.seal(hostKeyPlace(id), body.secret), kid: body.kid, jwksUrl: null }
        : { secret: null, kid: null, jwksUrl: body.jwksUrl };
    await knex.transaction(async (tx) => {
      const added = await addHostKey(tx, viewer.regionId, { id, issuer, notBefore, notAfter, ...own });
      if (added === 'elsewhere') throw new Fault('key-reused');
      await audit(tx, {
        actor: viewer,
        regionId: viewer.regionId,
        action: 'add',
        objectKind: 'host-key',
        objectId: id,
        requestId,
        detail: { issuer, algorithm: body.algorithm },
      });
    });
    return { status: 204, body: null };
  },
});

const retire = defineRoute({
  method: 'post',
  path: '/api/host-keys/{id}/retirement',
  tag,
  summary: 'Retire a signing key: tokens signed with it are refused from now on',
  access: 'officer',
  roles,
  limit: 'command',
  params,
  answers: { 204: null },
  handler: async ({ viewer, params: { id }, requestId }, { knex }) => {
    await knex.transaction(async (tx) => {
      if (!(await retireHostKey(tx, viewer.regionId, id, new Date()))) throw new Fault('not-found');
      await audit(tx, { actor: viewer, regionId: viewer.regionId, action: 'retire', objectKind: 'host-key', objectId: id, requestId });
    });
    return { status: 204, body: null };
  },
});

export const hostKeyRoutes = [list, add, retire];
