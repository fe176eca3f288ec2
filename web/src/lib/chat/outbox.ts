/**
 * Messages that are being sent, kept in the browser until they appear in the chat: waiting and failed ones survive a reload.
 *
 * Each has an entry of its own in the storage, so that two tabs with the same chat do not overwrite each other. The server accepts a client
 * id once, so a message that both tabs send is stored once.
 */
import type { ChatMessage, ChatMessageBody } from '../../../api/chat.ts';
import { entriesOf, remember } from '#lib/memory.ts';

interface OutgoingFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

/** Message as a person writes it; the page adds the client id and the epoch. */
export interface Sending {
  readonly text: string;
  readonly files: readonly OutgoingFile[];
  readonly entryId: string | null;
  /** Question of the entry, shown while it is being sent. */
  readonly question: string | null;
  readonly quotes: number | null;
  readonly internal: boolean;
  /** Officers whom a note mentions. */
  readonly mentions?: readonly string[];
}

/** `sending`: until the server has it, or time is up; `failed`: waits for 重发. */
export interface Outgoing extends Sending {
  readonly clientId: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly state: 'sending' | 'failed';
  /** Reason of a failure, as a sentence. */
  readonly sentence: string | null;
}

export const emptySending: Sending = { text: '', files: [], entryId: null, question: null, quotes: null, internal: false };

const nameOf = (owner: string, caseId: string): string => `outbox.${owner}.${caseId}.`;

/** Returns what was left, oldest first. @param owner separates several people in one browser */
export const keptOutbox = (owner: string, caseId: string): readonly Outgoing[] =>
  entriesOf(nameOf(owner, caseId))
    .map(([, value]) => JSON.parse(value) as Outgoing)
    .toSorted((a, b) => a.at - b.at);

export const keepOutgoing = (owner: string, caseId: string, item: Outgoing): void => {
  remember(nameOf(owner, caseId) + item.clientId, JSON.stringify(item));
};

export const dropOutgoing = (owner: string, caseId: string, clientId: string): void => {
  remember(nameOf(owner, caseId) + clientId, null);
};

/** Splits an outbox by the messages of the chat: what has arrived is settled, one bubble per client id. */
export const settled = (
  outbox: readonly Outgoing[],
  messages: readonly ChatMessage[],
): { readonly arrived: readonly string[]; readonly left: readonly Outgoing[] } => {
  const own = new Set(messages.filter((message) => message.own).map(({ clientId }) => clientId));
  return {
    arrived: outbox.filter(({ clientId }) => own.has(clientId)).map(({ clientId }) => clientId),
    left: outbox.filter(({ clientId }) => !own.has(clientId)),
  };
};

/** Body of the request that sends it. */
export const bodyOf = (item: Outgoing, epoch: number): ChatMessageBody => ({
  clientId: item.clientId,
  epoch,
  text: item.text,
  uploadIds: item.files.map(({ id }) => id),
  entryId: item.entryId,
  quotes: item.quotes,
  internal: item.internal,
  mentions: [...(item.mentions ?? [])],
});
