/** The stand of a chat, as part of its case's projection (rule 2 of `domain/chat.ts`). */
import type { Knex } from 'knex';

import type { CaseEvent, CaseState, Recorded } from '../../domain/case.ts';
import type { ChatStand } from '../../domain/chat.ts';
import { nameForTaxpayers, toldBy } from '../../domain/events.ts';
import { kinds } from '../../domain/kinds.ts';
import { prepared } from '../prepared.ts';
import { idFrom } from '../text-ids.ts';

const instant = (at: number): string => new Date(at).toISOString();

/**
 * Moves the chat of a case to its new state, and appends the lines of the events. It begins the chat with the case. It may run again or
 * late: an older state changes nothing, and a line is appended once.
 * @param trx transaction that has just written the case's row, so that projections of one case come here one after the other
 */
export async function moveChat(trx: Knex.Transaction, state: CaseState, events: readonly Recorded<CaseEvent>[]): Promise<void> {
  const { chat } = kinds[state.kind];
  if (chat === undefined) return;
  const stand = standColumns(state, chat.standOf(state));
  const names = Object.keys(stand);
  await prepared(
    trx,
    `INSERT INTO chats (case_id, month, identity_id, ${names.join(', ')})
     VALUES (:caseId, date_trunc('month', :openedAt::timestamptz AT TIME ZONE 'Asia/Shanghai')::date, :identityId,
       ${names.map((name) => `:${name}`).join(', ')})
     ON CONFLICT (case_id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}
       WHERE chats.version < excluded.version`,
    { caseId: state.id, openedAt: instant(state.openedAt), identityId: state.identityId, ...stand },
  );
  const lines = events.filter(({ type }) => chat.lines.includes(type)).map((event) => lineOf(state, event));
  if (lines.length > 0) await appendLines(trx, state.id, lines);
}

/** Columns of a chat's row that derive from the state of its case. */
export const standColumns = (
  { centreId, typeId, version }: CaseState,
  { epoch, officerId, heldBy, joinedId, robot, taxpayer, waiting }: ChatStand,
) => ({
  centre_id: centreId,
  type_id: typeId,
  version,
  epoch,
  officer_id: officerId,
  held_by: heldBy,
  joined_by: joinedId,
  robot,
  taxpayer,
  waiting_since: waiting === null ? null : instant(waiting.since),
  waiting_rank: waiting?.rank ?? null,
  waiting_group: waiting?.groupId ?? null,
  passed_over: JSON.stringify(waiting?.passedOver ?? []),
});

interface Line {
  client_id: string;
  at: string;
  audience: 'everybody' | 'officers';
  data: object;
}

function lineOf(state: CaseState, event: Recorded<CaseEvent>): Line {
  const { version, at, type } = event;
  const told = nameForTaxpayers(kinds[state.kind].events, toldBy(event)) !== null;
  return {
    client_id: idFrom([state.id, version]),
    at: instant(at),
    audience: told ? 'everybody' : 'officers',
    data: { event: type, version },
  };
}

const appendLines = (trx: Knex.Transaction, caseId: string, lines: readonly Line[]) =>
  prepared(
    trx,
    `WITH chat AS (SELECT month, last_seq, epoch FROM chats WHERE case_id = :caseId FOR UPDATE),
     fresh AS (
       SELECT l.*, row_number() OVER (ORDER BY (l.data ->> 'version')::int) AS place
       FROM jsonb_to_recordset(:lines) AS l(client_id uuid, at timestamptz, audience text, data jsonb), chat
       WHERE NOT EXISTS (SELECT FROM chat_messages m WHERE m.month = chat.month AND m.case_id = :caseId AND m.client_id = l.client_id)),
     spoken AS (
       INSERT INTO chat_messages (month, case_id, seq, client_id, at, speaker, audience, type, data, epoch)
       SELECT chat.month, :caseId, chat.last_seq + place, client_id, at, 'system', audience, 'line', data, epoch FROM fresh, chat
       RETURNING seq)
     UPDATE chats SET last_seq = last_seq + (SELECT count(*) FROM spoken) WHERE case_id = :caseId`,
    { caseId, lines: JSON.stringify(lines) },
  );
