/**
 * Canned replies (C4).
 *
 * 1. A reply belongs to a centre, for all its officers, or to one officer of it, who alone sees it.
 * 2. A centre has at most `maxCannedReplies`, and so has each officer.
 * 3. An officer who works for another centre keeps their own.
 */
import type { Knex } from 'knex';

import { maxCannedReplies } from '../../domain/canned-replies.ts';
import { prepared } from '../prepared.ts';

export interface StoredReply {
  id: string;
  scope: 'own' | 'centre';
  title: string;
  body: string;
}

/** Owner of a reply. */
export interface ReplyOwner {
  centreId: string;
  officerId: string;
}

/** Returns the replies that an officer can use: their own first, each part by title. */
export async function cannedReplies(knex: Knex, { centreId, officerId }: ReplyOwner): Promise<StoredReply[]> {
  const { rows } = await prepared<StoredReply>(
    knex,
    `SELECT id, CASE WHEN officer_id IS NULL THEN 'centre' ELSE 'own' END AS scope, title, body FROM canned_replies
     WHERE officer_id = :officerId OR (officer_id IS NULL AND centre_id = :centreId)
     ORDER BY officer_id IS NULL, title, id`,
    { centreId, officerId },
  );
  return rows;
}

/** Returns a reply of the centre or of the officer; undefined when it is nobody's of these. */
export const cannedReply = async (knex: Knex, owner: ReplyOwner, id: string): Promise<StoredReply | undefined> =>
  (await cannedReplies(knex, owner)).find((reply) => reply.id === id);

/**
 * Stores a reply, new or in place of the one with its id. Concurrent calls for one owner wait for each other, so that rule 2 holds.
 * @param trx transaction of the change
 * @returns `elsewhere` when the id belongs to somebody else
 */
export async function keepCannedReply(
  trx: Knex.Transaction,
  owner: ReplyOwner,
  { id, scope, title, body }: StoredReply,
): Promise<'created' | 'changed' | 'elsewhere' | 'too-many'> {
  const { centreId, officerId } = owner;
  const turn = scope === 'own' ? trx('officers').where({ id: officerId }) : trx('centres').where({ id: centreId });
  await turn.forNoKeyUpdate().select('id');
  const sameScope = (await cannedReplies(trx, owner)).filter((reply) => reply.scope === scope);
  if (sameScope.some((reply) => reply.id === id)) {
    await trx('canned_replies').where({ id }).update({ title, body, changed_at: trx.fn.now() });
    return 'changed';
  }
  if (sameScope.length >= maxCannedReplies) return 'too-many';
  const inserted = await trx('canned_replies')
    .insert({ id, centre_id: centreId, officer_id: scope === 'own' ? officerId : null, title, body })
    .onConflict('id')
    .ignore()
    .returning<{ id: string }[]>('id');
  return inserted.length > 0 ? 'created' : 'elsewhere';
}

/** Deletes a reply that the caller has found to be theirs to delete. */
export async function removeCannedReply(knex: Knex, id: string): Promise<void> {
  await knex('canned_replies').where({ id }).delete();
}
