/**
 * Rate limits per person or address. Counted in the memory of each process, because counting in PostgreSQL would cost a write per request;
 * limits that must hold across processes (wrong passwords, used tokens) have tables of their own.
 */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

import type { FaultCode } from '../../api/errors.ts';
import type { Limit } from './define-route.ts';
import { Fault } from './fault.ts';

/** Requests per minute: wide for people and for an office behind one address, narrow for guessing. */
const perMinute: Record<Limit, number> = { entry: 120, 'sign-in': 20, command: 120, read: 600, chat: 90, ask: 1_200 };
/** Messages have a sentence of their own: whoever types fast is told so. */
const codes: Partial<Record<Limit, FaultCode>> = { chat: 'chat-too-fast' };

export interface RateLimits {
  /** @throws Fault `too-many-requests`, `chat-too-fast` */
  take(limit: Limit, key: string): Promise<void>;
}

/** @param factor multiplies every limit */
export function createRateLimits(factor: number): RateLimits {
  const limiters = Object.fromEntries(
    Object.entries(perMinute).map(([limit, points]) => [
      limit,
      new RateLimiterMemory({ points: points * factor, duration: 60, keyPrefix: limit }),
    ]),
  ) as Record<Limit, RateLimiterMemory>;
  return {
    async take(limit, key) {
      try {
        await limiters[limit].consume(key);
      } catch (thrown) {
        if (!(thrown instanceof RateLimiterRes)) throw thrown;
        throw new Fault(codes[limit] ?? 'too-many-requests', { retryAfter: Math.max(1, Math.ceil(thrown.msBeforeNext / 1_000)) });
      }
    },
  };
}
