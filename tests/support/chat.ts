/** A chat whose stand the test moves itself, in a database filled in as the demo. */
import { randomUUID } from 'node:crypto';

import type { Knex } from 'knex';

import type { NewMessage } from '../../db/chat/messages.ts';
import type { TestWeb, Who } from './web.ts';

export interface ChatRow {
  epoch?: number;
  officer_id?: string | null;
  robot?: boolean;
  taxpayer?: boolean;
  centre_id?: string;
}

/** Inserts a case with a chat; at first the robot has the floor. */
export async function insertChat(knex: Knex, identityId: string, row: ChatRow = {}): Promise<string> {
  const id = randomUUID();
  const at = new Date();
  await knex('cases').insert({
    id,
    kind: 'conversation',
    number: `20260101${String(Math.floor(Math.random() * 1e9))}`,
    region_id: 'binhai',
    centre_id: row.centre_id ?? 'binhai-1',
    type_id: 'binhai-other',
    identity_id: identityId,
    status: 'robot',
    version: 1,
    state: '{}',
    opened_at: at,
    changed_at: at,
    live: true,
  });
  await knex('chats').insert({
    case_id: id,
    month: knex.raw(`date_trunc('month', ?::timestamptz AT TIME ZONE 'Asia/Shanghai')::date`, [at]),
    identity_id: identityId,
    centre_id: 'binhai-1',
    type_id: 'binhai-other',
    version: 1,
    epoch: 1,
    robot: true,
    taxpayer: true,
    ...row,
  });
  return id;
}

/** Inserts a taxpayer of the demo's region who has never been here. */
export async function insertTaxpayer(knex: Knex): Promise<string> {
  const row = { region_id: 'binhai', subject: randomUUID(), kind: 'enterprise', role: 'finance-officer', person_name: '孙二' };
  const [made] = await knex('identities').insert(row).returning<{ id: string }[]>('id');
  if (made === undefined) throw new Error('nobody was inserted');
  return made.id;
}

/**
 * Says something in a chat over HTTP; the answer must be a success.
 * @returns its number
 */
export async function sayIn(web: Pick<TestWeb, 'ask'>, id: string, as: Who, body: object): Promise<number> {
  const answer = await web.ask('POST', `/api/cases/${id}/chat`, { as, body: { clientId: randomUUID(), epoch: 1, ...body } });
  if (answer.status !== 200) throw new Error(`${String(answer.status)} ${JSON.stringify(answer.body)}`);
  return answer.body['seq'] as number;
}

/** A text of a taxpayer as it is stored, for tests that store it as a process does that dies before it announces it. */
export const taxpayerText = (caseId: string, speakerId: string, body: string, epoch = 1): NewMessage => ({
  caseId,
  clientId: randomUUID(),
  speaker: 'taxpayer',
  speakerId,
  epoch,
  audience: 'everybody',
  type: 'text',
  body,
  data: {},
  quotes: null,
});
