import type { Bus, BusListener } from './bus.ts';

/**
 * Opens the configured bus; resolves when it listens for the first time.
 * @param redisUrl undefined for PostgreSQL
 * @throws when the service is unavailable
 */
export async function openBus(
  { databaseUrl, redisUrl }: { databaseUrl: string; redisUrl: string | undefined },
  listener: BusListener,
): Promise<Bus> {
  // Load the Redis client only when it is used.
  if (redisUrl !== undefined) return await (await import('./redis.ts')).redisBus(redisUrl, listener);
  return await (await import('./postgres.ts')).postgresBus(databaseUrl, listener);
}
