import { createHmac, randomUUID } from 'node:crypto';

import type { Joined } from '../web/api/media.ts';

export interface TurnSettings {
  urls: readonly string[];
  /** Shared with the TURN server (coturn: static-auth-secret). */
  secret: string;
}

/** Seconds for which new credentials can be used; a page gets others at each join. */
const lifetime = 3_600;

/** Returns relays with credentials of limited time, after the TURN REST API. */
export function iceServersOf(turn: TurnSettings | undefined, now = Date.now()): Joined['iceServers'] {
  if (turn === undefined) return [];
  const username = `${String(Math.floor(now / 1_000) + lifetime)}:${randomUUID()}`;
  return [{ urls: [...turn.urls], username, credential: createHmac('sha1', turn.secret).update(username).digest('base64') }];
}
