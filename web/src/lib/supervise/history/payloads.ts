/** Payloads of raw events as people read them. Temporal stores them as JSON in base64. */

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

const textOf = (base64: string): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0) ?? 0));

const payloadOf = (value: Readonly<Record<string, unknown>>): { readonly decoded: unknown } | undefined => {
  const { metadata, data } = value;
  if (!isObject(metadata) || typeof metadata['encoding'] !== 'string' || typeof data !== 'string') return undefined;
  try {
    return textOf(metadata['encoding']) === 'json/plain' ? { decoded: JSON.parse(textOf(data)) } : undefined;
  } catch {
    // Anything else stays as it is stored.
    return undefined;
  }
};

/** Returns the event with every payload of plain JSON in its place; anything else stays as it is. */
export const withPayloads = (raw: unknown): unknown => {
  if (Array.isArray(raw)) return raw.map(withPayloads);
  if (!isObject(raw)) return raw;
  const payload = payloadOf(raw);
  if (payload !== undefined) return payload.decoded;
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, withPayloads(value)]));
};
