/**
 * A value read at most once in so many milliseconds; while it cannot be read, the last one stays.
 * @param fallback until it has been read for the first time
 */
export function cached<T>(read: () => Promise<T>, ms: number, fallback: T, onTrouble: (error: unknown) => void): () => Promise<T> {
  let value = fallback;
  let until = 0;
  return async () => {
    if (Date.now() < until) return value;
    until = Date.now() + ms;
    try {
      value = await read();
    } catch (error) {
      until = 0;
      onTrouble(error);
    }
    return value;
  };
}
