/**
 * Tolerant reading of a workflow's history as JSON (the format of Temporal's own tools, live and archived alike). Missing or unexpected
 * values are null, never an error, because histories of other versions must be shown, too.
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

/** Event type without its prefix, for example ACTIVITY_TASK_SCHEDULED. */
export const typeOf = ({ eventType }: RawEvent): string => eventType.replace(/^EVENT_TYPE_/, '');

/** Returns the event's attributes object. */
export function attributesOf(event: RawEvent): unknown {
  const key = Object.keys(event).find((name) => name.endsWith('EventAttributes'));
  return key === undefined ? null : event[key];
}

/** Returns the value at a path of keys and indexes; null when any step is missing. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? ((inner as Record<string | number, unknown>)[key] ?? null) : null),
    value,
  );
}

/** Returns the text at a path; null when there is none. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : null;
}

export function numberAt(value: unknown, ...path: readonly (string | number)[]): number | null {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : null;
}

/** Decodes the first payload of arguments or results, JSON in base64; null for any other encoding. */
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

/** Milliseconds of a duration in JSON form: "1.935s". */
export const durationMs = (text: string | null): number | null =>
  text !== null && /^\d+(\.\d+)?s$/.test(text) ? Math.round(Number(text.slice(0, -1)) * 1_000) : null;
