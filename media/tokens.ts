/** Tokens that open one media connection, once. The web process issues them, the media process verifies them. */
import { hkdfSync, randomUUID } from 'node:crypto';

import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

import { mediaUses } from '../domain/call.ts';

const audience = 'media';
const lifetimeMs = 30_000;

const rightsSchema = z.object({
  callId: z.uuid(),
  caseId: z.uuid(),
  regionId: z.string(),
  personId: z.uuid(),
  role: z.enum(['taxpayer', 'officer']),
  /** What may be produced. */
  uses: z.array(z.enum(mediaUses)).max(mediaUses.length),
});
/** What a token allows its bearer. */
export type MediaRights = z.infer<typeof rightsSchema>;

const claimsSchema = rightsSchema.extend({ jti: z.uuid(), exp: z.int() });

interface MediaToken extends MediaRights {
  /** Recognizes a token that was used before. */
  id: string;
  expiresAt: Date;
}

export interface MediaTokens {
  issue(rights: MediaRights, now?: number): Promise<string>;
  /** Returns null when the token is forged, expired or for another purpose; does not check whether it was used. */
  verify(token: string): Promise<MediaToken | null>;
}

/** @param secret the application's secret, at least 32 characters */
export function createMediaTokens(secret: string): MediaTokens {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'media-token', 32));
  return {
    issue: (rights, now = Date.now()) =>
      new SignJWT(rights)
        .setProtectedHeader({ alg: 'HS256' })
        .setJti(randomUUID())
        .setAudience(audience)
        .setExpirationTime(Math.floor((now + lifetimeMs) / 1_000))
        .sign(key),
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, { audience, algorithms: ['HS256'], requiredClaims: ['exp'] });
        const claims = claimsSchema.safeParse(payload).data;
        if (claims === undefined) return null;
        const { jti, exp, ...rights } = claims;
        return { ...rights, id: jti, expiresAt: new Date(exp * 1_000) };
      } catch {
        // Forged, expired or for another purpose: the client is not told which.
        return null;
      }
    },
  };
}
