/** Background work of the chats, as routes call it. */

/** Tells the followers of a chat, on every process, that it has changed. */
export interface ChatAnnouncements {
  /** @param altered number of an earlier message that has changed */
  changed(caseId: string, altered?: number): void;
}

/** The robot's part in chats; nobody waits for it. */
export interface ChatAnswers {
  /** A text has been stored that the robot may have to answer. */
  owed(caseId: string): void;
  /** An answer has been rated useless. */
  foundUseless(caseId: string, seq: number): void;
}
