/** A ticket opens one live connection, once. It is sent in the first message, so that no token is ever part of an address. */
import { randomUUID } from 'node:crypto';

import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

import { regionalRoles, type Viewer } from '../../../domain/policies.ts';
import { languages, type Language } from '../../i18n/index.ts';
import { keyFor } from '../http/keys.ts';

const audience = 'live';
/** Milliseconds. */
export const ticketLifetimeMs = 60_000;

const viewerSchema = z.union([
  z.object({ kind: z.literal('taxpayer'), id: z.uuid(), regionId: z.string() }),
  z.object({ kind: z.literal('officer'), id: z.uuid(), role: z.enum(['agent', 'supervisor']), regionId: z.string(), centreId: z.string() }),
  z.object({ kind: z.literal('officer'), id: z.uuid(), role: z.enum(regionalRoles), regionId: z.string() }),
]) satisfies z.ZodType<Viewer>;

const claimsSchema = z.object({ viewer: viewerSchema, language: z.enum(languages), jti: z.uuid(), issuedAt: z.int(), exp: z.int() });

interface LiveTicket {
  /** Owner of the connection. */
  viewer: Viewer;
  /** In which names are told. */
  language: Language;
  /** Used to recognize a ticket that was used before. */
  id: string;
  /** Epoch milliseconds. */
  issuedAt: number;
  expiresAt: Date;
}

export interface LiveTickets {
  issue(viewer: Viewer, language?: Language, now?: number): Promise<{ ticket: string; expiresAt: string }>;
  /** Returns null when the ticket is forged or expired; does not check whether it was used. */
  verify(ticket: string): Promise<LiveTicket | null>;
}

/** @param secret the application's secret, at least 32 characters */
export function createLiveTickets(secret: string): LiveTickets {
  const key = keyFor(secret, 'live-ticket');
  return {
    async issue(viewer, language = 'zh-CN', now = Date.now()) {
      const expires = Math.floor((now + ticketLifetimeMs) / 1_000);
      const ticket = await new SignJWT({ viewer, language, issuedAt: now })
        .setProtectedHeader({ alg: 'HS256' })
        .setJti(randomUUID())
        .setAudience(audience)
        .setExpirationTime(expires)
        .sign(key);
      return { ticket, expiresAt: new Date(expires * 1_000).toISOString() };
    },
    async verify(ticket) {
      try {
        const { payload } = await jwtVerify(ticket, key, { audience, algorithms: ['HS256'], requiredClaims: ['exp'] });
        const claims = claimsSchema.safeParse(payload).data;
        return claims
          ? {
              viewer: claims.viewer,
              language: claims.language,
              id: claims.jti,
              issuedAt: claims.issuedAt,
              expiresAt: new Date(claims.exp * 1_000),
            }
          : null;
      } catch {
        // Forged, expired or for another purpose: the client is not told which.
        return null;
      }
    },
  };
}
