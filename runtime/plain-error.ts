/**
 * An error that a person who starts the program can act on: its message is one whole sentence (what is wrong and what
 * to do), so it is printed alone, without a stack trace.
 */
export class PlainError extends Error {
  override readonly name: string = 'PlainError';
}

/** The words of anything that was thrown. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** The code of a Node or PostgreSQL error (`ENOENT`, `23505` …), or undefined when it has none. */
export const codeOf = (thrown: unknown): string | undefined => {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
};
