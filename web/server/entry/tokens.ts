/** The window's access token: a taxpayer's identity for fifteen minutes, held only in the page's memory. */
import { jwtVerify, SignJWT } from 'jose';

import type { TaxpayerViewer } from '../../../domain/policies.ts';
import { keyFor } from '../http/keys.ts';

const audience = 'window';
const lifetimeMs = 15 * 60_000;

export interface AccessTokens {
  issue(viewer: TaxpayerViewer, now?: number): Promise<{ accessToken: string; expiresAt: string }>;
  /** Returns the taxpayer; null when the token is forged, expired or for another purpose. */
  verify(token: string): Promise<TaxpayerViewer | null>;
}

/** @param secret the application's secret, at least 32 characters */
export function createAccessTokens(secret: string): AccessTokens {
  const key = keyFor(secret, 'access-token');
  return {
    async issue(viewer, now = Date.now()) {
      const expires = now + lifetimeMs;
      const accessToken = await new SignJWT({ region: viewer.regionId })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(viewer.id)
        .setAudience(audience)
        .setIssuedAt(Math.floor(now / 1_000))
        .setExpirationTime(Math.floor(expires / 1_000))
        .sign(key);
      return { accessToken, expiresAt: new Date(Math.floor(expires / 1_000) * 1_000).toISOString() };
    },
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, key, { audience, algorithms: ['HS256'], requiredClaims: ['sub', 'exp'] });
        const { sub, region } = payload;
        return typeof sub === 'string' && typeof region === 'string' ? { kind: 'taxpayer', id: sub, regionId: region } : null;
      } catch {
        // Whatever the reason, the person is not signed in.
        return null;
      }
    },
  };
}
