import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';

import { testDatabase } from '../tests/support/database.ts';
import { down, up } from '../migrations/030-audit-by-month.ts';
import { audit, auditLook, type AuditEntry, type LookEntry } from './audit.ts';
import { foldLooks, makeAuditPartitions } from './audit-upkeep.ts';
import { connect } from './connect.ts';
import { grantRights } from './rights.ts';

const { knex, owner, url } = testDatabase();
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
      await expect(owner.raw(statement)).rejects.toThrow(/audit_log\w* is append only/);
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

describe('its partitions', () => {
  const partitions = async () => {
    const { rows } = await knex.raw<{ rows: { name: string }[] }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'audit_log'::regclass ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  };
  /** @returns the partition that took a row written so many seconds after the month that many months from now begins in Shanghai */
  const write = async (months: number, seconds = 0): Promise<string> => {
    const { rows: written } = await knex.raw<{ rows: [{ partition: string }] }>(
      `INSERT INTO audit_log (at, actor_kind, action, object_kind, object_id)
       SELECT (date_trunc('month', now() AT TIME ZONE 'Asia/Shanghai') + make_interval(months => :months, secs => :seconds)) AT TIME ZONE 'Asia/Shanghai',
         'system', 'x', 'x', 'x' RETURNING tableoid::regclass::text AS partition`,
      { months, seconds },
    );
    return written[0].partition;
  };
  const nameOf = (months: number): string => {
    const today = new Date(Date.now() + 8 * 3_600_000);
    const first = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months, 1));
    return `audit_log_${first.toISOString().slice(0, 7).replace('-', '_')}`;
  };

  it('keep what was written before there were any, and number on', async () => {
    const before = await rows();
    await owner.transaction(down);
    await audit(owner, { ...entry, action: 'before' });
    await owner.transaction(up);
    await grantRights(owner, 'zhengna');
    expect((await rows()).slice(0, -1)).toEqual(before);
    await audit(knex, { ...entry, action: 'after' });
    const [old, young] = (await rows().select('id', 'action')).slice(-2) as { id: number; action: string }[];
    expect([old?.action, young?.action]).toEqual(['before', 'after']);
    expect(young?.id).toBe((old?.id ?? 0) + 1);
  });

  it('are made three months ahead, once, but for a month that the default partition has begun', async () => {
    expect(await partitions()).toEqual(['audit_log_default', 'audit_log_earlier']);
    expect([await write(0), await write(-20), await write(2)]).toEqual(['audit_log_earlier', 'audit_log_earlier', 'audit_log_default']);
    expect(await makeAuditPartitions(knex)).toBe(2);
    expect(await makeAuditPartitions(knex)).toBe(0);
    expect(await partitions()).toHaveLength(4);
    expect([await write(1, -1), await write(1), await write(2, -1)]).toEqual(['audit_log_earlier', nameOf(1), nameOf(1)]);
    expect([await write(2), await write(3), await write(4)]).toEqual(['audit_log_default', nameOf(3), 'audit_log_default']);
  });

  it('refuse every change, each of them', async () => {
    const before = await rows();
    for (const name of await partitions()) {
      for (const statement of [`UPDATE ${name} SET action = 'nothing'`, `DELETE FROM ${name}`, `TRUNCATE ${name}`]) {
        await expect(owner.raw(statement)).rejects.toThrow(`${name} is append only`);
        await expect(knex.raw(statement)).rejects.toThrow(/permission denied|must be owner/);
      }
    }
    expect(await rows()).toEqual(before);
  });
});

describe('looks', () => {
  const look: LookEntry = {
    actor: { kind: 'officer', id: randomUUID() },
    regionId: 'region',
    action: 'list',
    objectKind: 'worklist',
    objectId: 'centre',
    requestId: 'r1',
    detail: { view: 'mine' },
    shownAs: 'cases',
    shown: ['a', 'b'],
  };
  const logged = async (actorId = look.actor.id) => rows().where({ actor_id: actorId }).select('action', 'request_id', 'detail');
  const letPass = (minutes: number) =>
    knex('audit_looks').update({ window_start: knex.raw('window_start - make_interval(mins => ?)', [minutes]) });
  const countOf = async (actorId = look.actor.id) => {
    const { rows: counted } = await knex.raw<{ rows: { looks: number }[] }>(
      `SELECT (SELECT coalesce(sum(coalesce((detail->>'further')::int, 1)), 0) FROM audit_log WHERE actor_id = :actorId)
         + (SELECT coalesce(sum(further), 0) FROM audit_looks WHERE actor_id = :actorId) AS looks`,
      { actorId },
    );
    return Number(counted[0]?.looks);
  };

  it('have one row for many, and afterwards one that says how many and what they showed', async () => {
    // Within one window, whenever the test runs.
    await knex.transaction(async (trx) => {
      await auditLook(trx, look);
      await auditLook(trx, { ...look, requestId: 'r2', shown: ['b', 'c'] });
      await auditLook(trx, { ...look, requestId: 'r3', shown: [] });
    });
    const first = { action: 'list', request_id: 'r1', detail: { view: 'mine', cases: ['a', 'b'] } };
    expect(await logged()).toEqual([first]);
    expect(await countOf()).toBe(3);
    expect(await foldLooks(knex)).toBe(0);
    await letPass(12);
    expect(await foldLooks(knex)).toBe(1);
    expect(await logged()).toEqual([
      first,
      { action: 'list', request_id: null, detail: { view: 'mine', cases: ['a', 'b', 'c'], further: 2 } },
    ]);
    expect(await countOf()).toBe(3);
    expect(await knex('audit_looks')).toEqual([]);
  });

  it('have a row of their own for another person, object, filter or window', async () => {
    const actor = { kind: 'officer', id: randomUUID() } as const;
    const one = { ...look, actor };
    await knex.transaction(async (trx) => {
      for (const other of [one, { ...one, objectId: 'other' }, { ...one, detail: { view: 'centre' } }, { ...one, action: 'view' as const }])
        await auditLook(trx, other);
    });
    expect(await logged(actor.id)).toHaveLength(4);
    await letPass(5);
    await auditLook(knex, one);
    expect(await logged(actor.id)).toHaveLength(5);
    await letPass(12);
    expect(await foldLooks(knex)).toBe(5);
    expect(await logged(actor.id)).toHaveLength(5);
  });

  it('are each counted, also when they come at once', async () => {
    const actor = { kind: 'officer', id: randomUUID() } as const;
    await Promise.all(Array.from({ length: 30 }, () => auditLook(knex, { ...look, actor })));
    expect(await countOf(actor.id)).toBe(30);
    await letPass(12);
    await Promise.all([foldLooks(knex), foldLooks(knex), auditLook(knex, { ...look, actor })]);
    expect(await countOf(actor.id)).toBe(31);
  });
});
