import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';

import { testDatabase } from '../tests/support/database.ts';
import { audit, type AuditEntry } from './audit.ts';
import { connect } from './connect.ts';

const { knex, url } = testDatabase();
const entry: AuditEntry = {
  actor: { kind: 'officer', id: randomUUID() },
  regionId: 'region',
  action: 'view',
  objectKind: 'case',
  objectId: 'x',
  requestId: 'r',
};
const rows = () => knex('audit_log').orderBy('id');

beforeAll(async () => {
  await audit(knex, { ...entry, detail: { version: 3, cases: ['a', 'b'] } });
});

describe('the audit log', () => {
  it('keeps who did what to what', async () => {
    const { actor } = entry;
    expect((await rows()).at(0)).toMatchObject({
      actor_kind: 'officer',
      actor_id: actor?.kind === 'officer' ? actor.id : '',
      region_id: 'region',
      action: 'view',
      object_kind: 'case',
      object_id: 'x',
      request_id: 'r',
      detail: { version: 3, cases: ['a', 'b'] },
    });
  });

  it('knows the system, and nobody', async () => {
    await audit(knex, { ...entry, actor: { kind: 'system' }, requestId: null });
    await audit(knex, { ...entry, actor: null });
    expect((await rows()).slice(-2)).toMatchObject([
      { actor_kind: 'system', actor_id: null, request_id: null, detail: {} },
      { actor_kind: 'unknown', actor_id: null },
    ]);
  });

  it.each(['UPDATE audit_log SET action = $$nothing$$', 'DELETE FROM audit_log', 'TRUNCATE audit_log'])(
    'cannot be edited: %s',
    async (statement) => {
      const before = await rows();
      await expect(knex.raw(statement)).rejects.toThrow('audit_log is append only');
      expect(await rows()).toEqual(before);
    },
  );

  it('is written with the change or not at all', async () => {
    const before = await rows();
    const failing = knex.transaction(async (tx) => {
      await audit(tx, entry);
      throw new Error('the change failed');
    });
    await expect(failing).rejects.toThrow('the change failed');
    expect(await rows()).toEqual(before);
  });

  it('refuses out loud when it cannot be written, so that nothing is done unaudited', async () => {
    const elsewhere = connect(url.replace(/\/[^/]*$/, '/no_such_database'));
    await expect(audit(elsewhere, entry)).rejects.toThrow();
    await elsewhere.destroy();
  });
});
