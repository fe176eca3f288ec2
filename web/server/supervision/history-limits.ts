/** How much of a history goes out: enough to see what happened, never more than a page can show. */
import type { RawEvent } from './history-events.ts';

/** Lines of one answer; of longer histories the first and the newest are shown. */
export const mostLines = 2_000;
const mostRawBytes = 16_384;
const mostReasonSigns = 300;

/** The event itself, or only what it was when it is too large. */
export function trimmedRaw(event: RawEvent): unknown {
  const bytes = Buffer.byteLength(JSON.stringify(event));
  if (bytes <= mostRawBytes) return event;
  return { eventId: event.eventId, eventTime: event.eventTime, eventType: event.eventType, leftOut: `${String(bytes)} bytes` };
}

/** A reason as people can read it: one line, not endless. */
export function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > mostReasonSigns ? `${line.slice(0, mostReasonSigns)}…` : line;
}
