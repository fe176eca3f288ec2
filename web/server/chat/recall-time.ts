import type { Knex } from 'knex';

import { settingsOf } from '../../../db/settings.ts';
import type { ChatStand } from '../../../db/chat/read.ts';

/** Milliseconds for which a setting is remembered: reading all settings for every message would cost more than the message. */
const rememberedMs = 10_000;
const remembered = new WeakMap<Knex, Map<string, { ms: Promise<number>; until: number }>>();

/** Returns the milliseconds in which a message of this chat can be recalled. */
export function recallMsOf(knex: Knex, { regionId, centreId }: ChatStand): Promise<number> {
  const known = remembered.get(knex) ?? new Map<string, { ms: Promise<number>; until: number }>();
  remembered.set(knex, known);
  const found = known.get(centreId);
  if (found !== undefined && found.until > Date.now()) return found.ms;
  const ms = settingsOf(knex, regionId, centreId).then((settings) => settings['conversation.recallMinutes'] * 60_000);
  known.set(centreId, { ms, until: Date.now() + rememberedMs });
  ms.catch(() => known.delete(centreId));
  return ms;
}
