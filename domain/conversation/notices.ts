import { noticesBy, type NoticeTable } from '../notices.ts';
import type { ConversationEvent } from './conversation.ts';

/** A conversation owes no notices: what happens in it is told in the window, and its unread messages are counted there. */
export const notices = {} as const satisfies NoticeTable;

export const noticesFor = noticesBy<ConversationEvent, object, typeof notices>(notices, {
  begun: null,
  appointed: null,
  requested: null,
  sought: null,
  offered: null,
  connected: null,
  accepted: null,
  declined: null,
  'offer-elapsed': null,
  claimed: null,
  reassigned: null,
  released: null,
  'handed-over': null,
  'officer-lost': null,
  'queue-left': null,
  'queue-lapsed': null,
  'wait-long': null,
  prioritised: null,
  'supervisor-asked': null,
  joined: null,
  left: null,
  'answer-late': null,
  heard: null,
  'idle-warned': null,
  'call-asked': null,
  'call-invited': null,
  'call-consented': null,
  'call-refused': null,
  'call-missed': null,
  'call-connected': null,
  'call-ended': null,
  closed: null,
  rated: null,
  'rating-elapsed': null,
});
