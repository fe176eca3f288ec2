/** 在线, 忙碌, 离开: an officer who is not online gets no new cases. It belongs to the person, on all their pages alike. */
export const officerStatuses = ['online', 'busy', 'away'] as const;
export type OfficerStatus = (typeof officerStatuses)[number];

/** Reason of an officer's status that the system has set, not the officer: they missed an offer. Pages have words for it. */
export const missedOffer = 'missed-offer';
