/**
 * Bus between processes: announces that there is something to read.
 *
 * 1. An announcement contains only ids. The tables are the source of truth, and every reader queries them.
 * 2. An announcement may be lost, duplicated or late. Listeners also poll slowly (`sweepEveryMs` of the change feed).
 * 3. PostgreSQL carries it by default (LISTEN and NOTIFY), Redis when REDIS_URL is set.
 */
import { z } from 'zod';

/** Signed-in person: a taxpayer's identity or an officer. */
const personSchema = z.object({ kind: z.enum(['taxpayer', 'officer']), id: z.uuid() });
export type Person = z.infer<typeof personSchema>;

const announcementSchema = z.discriminatedUnion('type', [
  /** New rows in case_changes. The trigger of `cases` sends the same text (migration 020). */
  z.object({ type: z.literal('cases') }),
  /** Chats that have changed: the case's id, and the numbers of earlier messages that have changed with it. */
  z.object({ type: z.literal('chats'), chats: z.array(z.tuple([z.uuid()], z.int())) }),
  /** Centres whose places for appointments have changed. `keepPlaces` sends the same text from its transaction. */
  z.object({ type: z.literal('slots'), centres: z.array(z.string().max(100)) }),
  /** Somebody is writing in a chat. */
  z.object({ type: z.literal('typing'), caseId: z.uuid(), person: personSchema }),
  /** Closes this person's live connections; tickets issued to them until `at` (epoch ms) become invalid. */
  z.object({ type: z.literal('close-person'), person: personSchema, at: z.int() }),
]);
export type Announcement = z.infer<typeof announcementSchema>;

/** Most chats of one announcement: a payload of PostgreSQL has at most 8,000 bytes. */
export const mostChats = 100;

/** Most centres of one announcement. */
export const mostSlotCentres = 50;

/** Channel name in PostgreSQL and Redis. */
export const busChannel = 'live';

export interface BusListener {
  onAnnouncement: (announcement: Announcement) => void;
  /** Called when listening resumes after a break, in which announcements were missed. */
  onGap: () => void;
  onTrouble: (error: unknown) => void;
}

export interface Bus {
  /** True while announcements arrive. */
  readonly connected: boolean;
  /** Sends to every listening process, including this one. Rejects while disconnected: the announcement is lost then (rule 2). */
  publish(announcement: Announcement): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Parses a received announcement; reports invalid text as trouble and drops it.
 * @param text JSON as produced by `textOf`
 */
export function hear(text: string, { onAnnouncement, onTrouble }: BusListener): void {
  let announcement: Announcement;
  try {
    announcement = announcementSchema.parse(JSON.parse(text));
  } catch (error) {
    onTrouble(error);
    return;
  }
  onAnnouncement(announcement);
}

/** Returns the announcement that closes a person's live connections now. */
export const closingOf = ({ kind, id }: Person): Announcement => ({ type: 'close-person', person: { kind, id }, at: Date.now() });

export const textOf = (announcement: Announcement): string => JSON.stringify(announcement);
