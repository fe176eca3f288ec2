/**
 * The bus: how one process tells all others that there is something to read.
 *
 * 1. An announcement holds ids and nothing else: the tables are the truth, and every reader asks them.
 * 2. An announcement may be lost, doubled or late. Whoever listens also looks by itself, slowly (`sweepEveryMs` of the change feed).
 * 3. PostgreSQL carries it by default (LISTEN and NOTIFY), Redis when REDIS_URL is set.
 */
import { z } from 'zod';

/** A signed-in person: a taxpayer's identity or an officer. */
const personSchema = z.object({ kind: z.enum(['taxpayer', 'officer']), id: z.uuid() });
export type Person = z.infer<typeof personSchema>;

const announcementSchema = z.discriminatedUnion('type', [
  /** There are new rows in case_changes. The trigger of `cases` writes the same text (migration 020). */
  z.object({ type: z.literal('cases') }),
  /** This person's live connections end; tickets issued to them until `at` (epoch ms) open no more. */
  z.object({ type: z.literal('close-person'), person: personSchema, at: z.int() }),
]);
export type Announcement = z.infer<typeof announcementSchema>;

/** The channel of PostgreSQL and of Redis alike. */
export const busChannel = 'live';

export interface BusListener {
  onAnnouncement: (announcement: Announcement) => void;
  /** Listening again after a break: announcements meanwhile were missed. */
  onGap: () => void;
  onTrouble: (error: unknown) => void;
}

export interface Bus {
  /** Whether announcements arrive now. */
  readonly connected: boolean;
  /** Tells every listening process, this one included. Rejects when the line is down: the announcement is then lost (rule 2). */
  publish(announcement: Announcement): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Reads what came over the line; what is no announcement is told as trouble and goes no further.
 * @param text JSON as `textOf` makes it
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

/** The word by which a person's live connections end now. */
export const closingOf = ({ kind, id }: Person): Announcement => ({ type: 'close-person', person: { kind, id }, at: Date.now() });

export const textOf = (announcement: Announcement): string => JSON.stringify(announcement);
