import { randomUUID } from 'node:crypto';

import { beforeAll, expect, it } from '@jest/globals';

import { insertChat, insertTaxpayer } from '../../tests/support/chat.ts';
import { testDatabase } from '../../tests/support/database.ts';
import { seed } from '../../stack/demo/seed.ts';
import { sendMessage } from './messages.ts';
import { makeChatPartitions } from './upkeep.ts';

const { knex, owner } = testDatabase();
beforeAll(() => seed(knex), 120_000);

const partitions = async () =>
  (
    await knex.raw<{ rows: { name: string }[] }>(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'chat_messages'::regclass ORDER BY 1`,
    )
  ).rows.map(({ name }) => name);
const partitionOf = async (caseId: string) =>
  (
    await knex.raw<{ rows: { name: string }[] }>(`SELECT DISTINCT tableoid::regclass::text AS name FROM chat_messages WHERE case_id = ?`, [
      caseId,
    ])
  ).rows.map(({ name }) => name);

it('messages of this and the coming months have partitions; a month that has begun without one stays where it is', async () => {
  const identityId = await insertTaxpayer(knex);
  const say = (caseId: string, clientId: string = randomUUID()) =>
    sendMessage(knex, {
      caseId,
      clientId,
      speaker: 'taxpayer',
      speakerId: identityId,
      epoch: 1,
      audience: 'everybody',
      type: 'text',
      body: '请问',
      data: {},
      quotes: null,
    });
  const old = await insertChat(knex, identityId);
  await knex('chats').where({ case_id: old }).update({ month: '2026-01-01' });
  await say(old);
  expect(await makeChatPartitions(knex)).toBe(4);
  expect(await makeChatPartitions(knex)).toBe(0);
  const made = (await partitions()).filter((name) => name !== 'chat_messages_default');
  expect(made).toHaveLength(4);
  const id = await insertChat(knex, identityId);
  const clientId = randomUUID();
  await say(id, clientId);
  // Unique in the partition, too.
  expect(await say(id, clientId)).toMatchObject({ kind: 'stored', anew: false });
  expect(await partitionOf(id)).toEqual([made[0]]);
  expect(await partitionOf(old)).toEqual(['chat_messages_default']);

  await owner.raw('DROP TABLE ??', [made[0] ?? '']);
  await knex('chats').where({ case_id: id }).update({ last_seq: 0 });
  await say(id);
  expect(await makeChatPartitions(knex)).toBe(0);
  expect(await partitionOf(id)).toEqual(['chat_messages_default']);
});
