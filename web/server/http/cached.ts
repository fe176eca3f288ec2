/**
 * Caches a value for `ms` milliseconds; while it cannot be read, the last value is returned.
 * @param fallback the value until the first successful read
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
