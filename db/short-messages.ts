import type { Knex } from 'knex';

import type { Settings } from '../domain/settings.ts';

export interface UnsentShortMessage {
  id: string;
  kind: string;
  number: string;
  phone: string | null;
  gateway: Settings['sms.gateway'];
}

/** What a case still owes by 短信, with the number the taxpayer gave for it and the gateway of its region. */
export async function unsentShortMessages(knex: Knex, caseId: string): Promise<UnsentShortMessage[]> {
  const { rows } = await knex.raw<{ rows: UnsentShortMessage[] }>(
    `SELECT n.id, n.kind, c.number, f.phone, s.value AS gateway
     FROM notices n
     JOIN cases c ON c.id = n.case_id
     LEFT JOIN message_forms f ON f.case_id = c.id
     LEFT JOIN settings s ON s.scope = 'region' AND s.scope_id = c.region_id AND s.key = 'sms.gateway'
     WHERE n.case_id = ? AND n.channel = 'sms' AND n.status IN ('pending', 'sending')
     ORDER BY n.created_at, n.version, n.id`,
    [caseId],
  );
  return rows;
}

/** Writes down, before it happens, that a message is about to be sent. */
export async function markSending(knex: Knex, id: string): Promise<void> {
  await knex('notices')
    .where({ id })
    .whereIn('status', ['pending', 'sending'])
    .update({ status: 'sending', attempts: knex.raw('attempts + 1') });
}

/**
 * Has a message sent by one at a time: its row stays locked meanwhile, so whoever comes second learns what the first has done.
 * @param send is told whether an attempt was made before
 */
export async function sendExclusively(knex: Knex, id: string, send: (triedBefore: boolean) => Promise<'sent' | 'refused'>): Promise<void> {
  await knex.transaction(async (trx) => {
    const row = await trx('notices').where({ id, status: 'sending' }).forUpdate().first<{ attempts: number } | undefined>('attempts');
    if (!row) return;
    if ((await send(row.attempts > 1)) === 'refused') await markFailed(trx, id, 'refused');
    // A receipt may have come before: delivered stays delivered.
    else await trx('notices').where({ id, status: 'sending' }).update({ status: 'sent', sent_at: trx.fn.now() });
  });
}

/** Writes down why a message will not go out. */
export async function markFailed(knex: Knex, id: string, failure: string): Promise<void> {
  await knex('notices').where({ id }).whereIn('status', ['pending', 'sending']).update({ status: 'failed', failure });
}
