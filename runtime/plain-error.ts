/**
 * Error that the person who starts the program can fix. Its message is a full sentence (the fault and the remedy), so it is printed alone,
 * without a stack trace.
 */
export class PlainError extends Error {
  override readonly name: string = 'PlainError';
}

/** Returns the message of anything that was thrown. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Returns the code of a Node or PostgreSQL error (`ENOENT`, `23505` …); undefined when it has none. */
export const codeOf = (thrown: unknown): string | undefined => {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
};
