/** Limits of a history's size in an answer: enough to see what happened, never more than a page can show. */
import type { RawEvent } from './history-events.ts';

/** Maximum number of lines; of longer histories, the first and the newest are shown. */
export const mostLines = 2_000;
const mostRawBytes = 16_384;
const mostReasonSigns = 300;

/** Returns the event, or only its id, time and type when it is too large. */
export function trimmedRaw(event: RawEvent): unknown {
  const bytes = Buffer.byteLength(JSON.stringify(event));
  if (bytes <= mostRawBytes) return event;
  return { eventId: event.eventId, eventTime: event.eventTime, eventType: event.eventType, leftOut: `${String(bytes)} bytes` };
}

/** Shortens a reason to one line of bounded length. */
export function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > mostReasonSigns ? `${line.slice(0, mostReasonSigns)}…` : line;
}
