import type { Knex } from 'knex';

import type { Settings } from '../domain/settings.ts';

export interface UnsentShortMessage {
  id: string;
  kind: string;
  status: 'pending' | 'sending';
  number: string;
  phone: string | null;
  gateway: Settings['sms.gateway'];
}

/** What a case still owes by 短信, with the number the taxpayer gave for it and the gateway of its region. */
export async function unsentShortMessages(knex: Knex, caseId: string): Promise<UnsentShortMessage[]> {
  const { rows } = await knex.raw<{ rows: UnsentShortMessage[] }>(
    `SELECT n.id, n.kind, n.status, c.number, f.phone, s.value AS gateway
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

export async function markSending(knex: Knex, id: string): Promise<void> {
  await knex('notices')
    .where({ id })
    .update({ status: 'sending', attempts: knex.raw('attempts + 1') });
}

/** A receipt may have come before: delivered stays delivered. */
export async function markSent(knex: Knex, id: string): Promise<void> {
  await knex('notices').where({ id, status: 'sending' }).update({ status: 'sent', sent_at: knex.fn.now() });
}

export async function markFailed(knex: Knex, id: string, failure: string): Promise<void> {
  await knex('notices').where({ id }).whereIn('status', ['pending', 'sending']).update({ status: 'failed', failure });
}
