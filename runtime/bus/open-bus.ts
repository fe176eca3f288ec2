import type { Bus, BusListener } from './bus.ts';

/**
 * Opens the bus that the environment asks for; resolves when it listens for the first time.
 * @param redisUrl undefined for PostgreSQL
 * @throws when the service cannot be reached now
 */
export async function openBus(
  { databaseUrl, redisUrl }: { databaseUrl: string; redisUrl: string | undefined },
  listener: BusListener,
): Promise<Bus> {
  // Only who uses Redis pays for loading its client.
  if (redisUrl !== undefined) return await (await import('./redis.ts')).redisBus(redisUrl, listener);
  return await (await import('./postgres.ts')).postgresBus(databaseUrl, listener);
}
