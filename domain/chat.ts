/**
 * Chat of a case: messages that people, the robot and the case itself write into one sequence. A kind whose cases have a chat says here who
 * may write, who waits for whom, and which events appear between the messages.
 *
 * 1. Messages never pass through the workflow. PostgreSQL numbers them per case without gaps.
 * 2. The stand of a case is part of its projection. A message is accepted by the stand in force at that moment, under the same row lock as
 *    the stand's changes: whoever has lost the floor cannot write any more.
 * 3. `epoch` identifies one holding of the floor. It is the version of the event that began it.
 */

/** The people who may write now, and who waits for whom. */
export interface ChatStand {
  /** Version of the event since which the present speakers have the floor. */
  readonly epoch: number;
  /** Officer who may write to the taxpayer; null for none. */
  readonly officerId: string | null;
  /** Officer whose capacity the case takes: the one who has the floor, or to whom it is offered. */
  readonly heldBy: string | null;
  /** Supervisor who may write beside the officer; null for none. */
  readonly joinedId: string | null;
  /** True while the robot answers the taxpayer. */
  readonly robot: boolean;
  /** True while the taxpayer may write. */
  readonly taxpayer: boolean;
  /** Place in the queue; null while the case waits for nobody. */
  readonly waiting: Waiting | null;
}

interface Waiting {
  /** Epoch milliseconds; the longest waiting comes first. */
  readonly since: number;
  /** 0 comes before 1: raised, or back in the queue by no fault of the taxpayer. */
  readonly rank: 0 | 1;
  readonly passedOver: readonly PassedOver[];
  /** Group whose officers alone can take it; null for all who know its type. */
  readonly groupId: string | null;
}

/** Why an officer is asked for although the taxpayer has pressed no button (C1). */
export type TransferCause = 'keyword' | 'intent' | 'mood' | 'useless' | 'no-answer' | 'rounds';

/** Officer to whom a case is not offered again until an instant (epoch milliseconds). */
export interface PassedOver {
  readonly officerId: string;
  readonly until: number;
}

/** Last words in a chat, without those of the case itself. */
export interface Heard {
  /** Epoch milliseconds. */
  at: number;
  by: 'taxpayer' | 'officer' | 'robot';
}
