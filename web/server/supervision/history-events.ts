/**
 * A workflow's history as JSON (the form of Temporal's own tools, live and archived alike), read with care: what is not there
 * or not as expected is null, never an error, for a history of another version must still be shown.
 */
import { z } from 'zod';

const eventSchema = z.looseObject({
  eventId: z.coerce.number().int(),
  eventTime: z.string().nullish(),
  eventType: z.string(),
});
export type RawEvent = z.output<typeof eventSchema>;

const historySchema = z.object({ events: z.array(eventSchema) });

/** @param history the parsed JSON of a history */
export const eventsOf = (history: unknown): RawEvent[] => historySchema.safeParse(history).data?.events ?? [];

/** The name of an event's type without its prefix, for example ACTIVITY_TASK_SCHEDULED. */
export const typeOf = ({ eventType }: RawEvent): string => eventType.replace(/^EVENT_TYPE_/, '');

/** The one attribute object of an event. */
export function attributesOf(event: RawEvent): unknown {
  const key = Object.keys(event).find((name) => name.endsWith('EventAttributes'));
  return key === undefined ? null : event[key];
}

/** What stands at a path of keys and places; null when any step is missing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? ((inner as Record<string | number, unknown>)[key] ?? null) : null),
    value,
  );
}

/** The same where a text is expected. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : null;
}

export function numberAt(value: unknown, ...path: readonly (string | number)[]): number | null {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : null;
}

/** The first value of payloads: arguments or results, which are JSON in base64; null for any other encoding. */
export function payloadOf(payloads: unknown): unknown {
  const data = textAt(payloads, 'payloads', 0, 'data');
  if (data === null || decoded(textAt(payloads, 'payloads', 0, 'metadata', 'encoding')) !== 'json/plain') return null;
  try {
    return JSON.parse(decoded(data)) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const decoded = (base64: string | null): string => Buffer.from(base64 ?? '', 'base64').toString('utf8');

/** Milliseconds of a duration as JSON has it: "1.935s". */
export const durationMs = (text: string | null): number | null =>
  text !== null && /^\d+(\.\d+)?s$/.test(text) ? Math.round(Number(text.slice(0, -1)) * 1_000) : null;
