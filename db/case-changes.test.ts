import { randomUUID } from 'node:crypto';

import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Knex } from 'knex';

import { seed } from '../stack/demo/seed.ts';
import { testDatabase } from '../tests/support/database.ts';
import { scansOf } from '../tests/support/scans.ts';
import { upsertIdentity } from './entry.ts';
import { changesSince, latestChanges, pruneChanges } from './case-changes.ts';

const { knex, owner } = testDatabase();
let identityId: string;
beforeAll(async () => {
  await seed(knex);
  const claims = {
    regionId: 'binhai',
    issuer: 'bureau',
    subject: 'li',
    kind: 'natural-person',
    role: 'natural-person',
    personName: '李雪',
  } as const;
  identityId = (await upsertIdentity(knex, { ...claims, companyName: null, taxNumber: null, phone: null })).id;
});

async function open(on: Knex, centreId = 'binhai-1'): Promise<string> {
  const id = randomUUID();
  await on('cases').insert({
    id,
    kind: 'message',
    number: `20260101${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}`,
    region_id: 'binhai',
    centre_id: centreId,
    type_id: 'binhai-other',
    identity_id: identityId,
    status: 'submitted',
    version: 1,
    state: '{}',
    opened_at: new Date(),
    changed_at: new Date(),
    live: true,
  });
  return id;
}
const change = (on: Knex, id: string, row: Record<string, unknown> = {}) =>
  on('cases')
    .where({ id })
    .update({ version: on.raw('version + 1'), ...row });

describe('the log of changed cases', () => {
  it('tells each change once, in the order of the log, with the centre that was left', async () => {
    const { seen } = await latestChanges(knex, 100);
    const id = await open(knex);
    await change(knex, id, { centre_id: 'binhai-2' });
    const first = await changesSince(knex, seen, 100);
    expect(first.changes).toMatchObject([
      { caseId: id, version: 1, centreId: 'binhai-1', leftCentreId: null },
      { caseId: id, version: 2, centreId: 'binhai-2', leftCentreId: 'binhai-1' },
    ]);
    expect((await changesSince(knex, first.seen, 100)).changes).toEqual([]);
    // A transaction that is open elsewhere on the server holds the position back.
    expect(first.seen.position).toBeGreaterThanOrEqual(seen.position);
  });

  it('is not written by what changes no version', async () => {
    const id = await open(knex);
    const { seen } = await latestChanges(knex, 100);
    await knex('cases').where({ id }).update({ changed_at: new Date() });
    await knex('cases').where({ id }).andWhere('version', '<', 1).update({ version: 1 });
    expect((await changesSince(knex, seen, 100)).changes).toEqual([]);
  });

  it('tells what commits after a younger transaction has been told, and a page that comes back in between misses it neither', async () => {
    const slow = await knex.transaction();
    const late = await open(slow);
    const start = await latestChanges(knex, 100);
    const early = await open(knex);
    const before = await changesSince(knex, start.seen, 100);
    expect(before.changes?.map(({ caseId }) => caseId)).toEqual([early]);
    await slow.commit();
    const after = await changesSince(knex, before.seen, 100);
    expect(after.changes?.map(({ caseId }) => caseId)).toEqual([late]);
    // A position taken while it was under way lies at or before it.
    expect(after.changes?.[0]?.xid).toBeGreaterThanOrEqual(before.seen.position);
  });

  it('never tells what was rolled back', async () => {
    const { seen } = await latestChanges(knex, 100);
    const trx = await knex.transaction();
    await open(trx);
    await trx.rollback();
    expect((await changesSince(knex, seen, 100)).changes).toEqual([]);
  });

  it('reads more than a page of one moment whole, and says when it is more than is wanted', async () => {
    const id = await open(knex);
    const { seen } = await latestChanges(knex, 100);
    await knex.raw(
      `INSERT INTO case_changes (case_id, version, region_id, centre_id, identity_id)
       SELECT :id::uuid, n, 'binhai', 'binhai-1', identity_id FROM generate_series(1, 2500) n, cases WHERE id = :id::uuid`,
      { id },
    );
    const all = await changesSince(knex, seen, 10_000);
    expect(all.changes?.map(({ version }) => version)).toEqual(Array.from({ length: 2_500 }, (_, i) => i + 1));
    const few = await changesSince(knex, seen, 1_500);
    expect(few.changes).toBeNull();
    expect((await changesSince(knex, few.seen, 10)).changes).toEqual([]);
    expect((await latestChanges(knex, 50)).changes.map(({ version }) => version)).toEqual(Array.from({ length: 50 }, (_, i) => 2_451 + i));
  });

  it('takes no row of a transaction that this cluster has not begun yet, as a restored log has them', async () => {
    const { seen } = await latestChanges(knex, 10_000);
    await knex.raw(
      `INSERT INTO case_changes (xid, case_id, version, region_id, centre_id, identity_id)
       SELECT '9000000000000000000', id, 1, region_id, centre_id, identity_id FROM cases LIMIT 1`,
    );
    expect((await changesSince(knex, seen, 100)).changes).toEqual([]);
    expect((await latestChanges(knex, 1)).changes[0]?.xid).toBeLessThan(9_000_000_000_000_000_000n);
    await knex('case_changes').where({ xid: '9000000000000000000' }).delete();
  });

  it('lets go of what is older than an hour, and of nothing else', async () => {
    await knex('case_changes').update({ at: knex.raw(`now() - interval '2 hours'`) });
    const id = await open(knex);
    await pruneChanges(knex);
    expect(await knex('case_changes').pluck('case_id')).toEqual([id]);
    expect(await pruneChanges(knex)).toBe(0);
  });

  it('is read on by its index, however much of it is known already', async () => {
    await knex.raw(
      `INSERT INTO case_changes (case_id, version, region_id, centre_id, identity_id)
       SELECT id, n, region_id, centre_id, identity_id FROM generate_series(1, 20000) n, (SELECT * FROM cases LIMIT 1) c`,
    );
    await owner.raw('ANALYZE case_changes');
    const { seen } = await latestChanges(knex, 10);
    const scans = await scansOf(knex, (on) => changesSince(on, seen, 100));
    expect(scans.filter(({ table }) => table === 'case_changes').map(({ node }) => node)).not.toContain('Seq Scan');
  });
});
