/** A ticket opens one live connection: it stands in the first message, so that no token is ever part of an address. */
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

import type { Viewer } from '../../../domain/policies.ts';
import { keyFor } from '../http/keys.ts';

const audience = 'live';
const lifetimeMs = 60_000;

const viewerSchema = z.union([
  z.object({ kind: z.literal('taxpayer'), id: z.uuid(), regionId: z.string() }),
  z.object({ kind: z.literal('officer'), id: z.uuid(), role: z.enum(['agent', 'supervisor']), regionId: z.string(), centreId: z.string() }),
  z.object({ kind: z.literal('officer'), id: z.uuid(), role: z.literal('administrator'), regionId: z.string() }),
]) satisfies z.ZodType<Viewer>;

export interface LiveTickets {
  issue(viewer: Viewer, now?: number): Promise<{ ticket: string; expiresAt: string }>;
  /** Whose connection it opens; null when it is forged or expired. */
  verify(ticket: string): Promise<Viewer | null>;
}

/** @param secret the application's secret, at least 32 characters */
export function createLiveTickets(secret: string): LiveTickets {
  const key = keyFor(secret, 'live-ticket');
  return {
    async issue(viewer, now = Date.now()) {
      const expires = Math.floor((now + lifetimeMs) / 1_000);
      const ticket = await new SignJWT({ viewer })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(audience)
        .setExpirationTime(expires)
        .sign(key);
      return { ticket, expiresAt: new Date(expires * 1_000).toISOString() };
    },
    async verify(ticket) {
      try {
        const { payload } = await jwtVerify(ticket, key, { audience, algorithms: ['HS256'], requiredClaims: ['exp'] });
        return viewerSchema.safeParse(payload['viewer']).data ?? null;
      } catch {
        // Forged, expired or for something else: all the same to the one who holds it.
        return null;
      }
    },
  };
}
