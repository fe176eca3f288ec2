/** Whether this can be the id of a person, a text or a file: those are uuids, made by whoever makes the thing. */
export const isUuid = (value: unknown): value is string =>
  typeof value === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value);
