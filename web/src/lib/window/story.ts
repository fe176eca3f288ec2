import type { MessageEvent } from '../../../../domain/message.ts';

/** The kinds of event of a 留言 that have words. */
export const messageEventTypes = [
  'submitted',
  'assigned',
  'claimed',
  'released',
  'handed-over',
  'reassigned',
  'replied',
  'asked-back',
  'supplemented',
  'followed-up',
  'warned',
  'escalated',
  'withdrawn',
  'rated',
  'closed',
] as const satisfies readonly MessageEvent['type'][];
