import type { Knex } from 'knex';

import { settingsOf } from '../../../db/settings.ts';
import type { UploadQuotas } from '../../../db/uploads.ts';
import { endings } from '../../../domain/file-types.ts';
import type { Viewer } from '../../../domain/policies.ts';
import { maxTextLength, type Settings } from '../../../domain/settings.ts';
import type { Session } from '../../api/desk.ts';
import type { Deps } from '../deps.ts';

/** An officer's centre has precedence over the region. */
const settingsFor = (viewer: Viewer, knex: Knex): Promise<Settings> =>
  settingsOf(knex, viewer.regionId, 'centreId' in viewer ? viewer.centreId : null);

/** Returns the caller's present limits for texts and uploads (C6, D2). */
export async function limitsOf(viewer: Viewer, knex: Knex): Promise<Pick<Session, 'text' | 'upload'>> {
  return { text: { max: maxTextLength }, upload: uploadLimits(await settingsFor(viewer, knex)) };
}

export const uploadLimits = (settings: Settings): Session['upload'] => ({
  maxBytes: settings['upload.maxBytes'],
  maxFiles: settings['upload.maxFiles'],
  endings: [...endings],
});

/** Returns the caller's maximum file size and upload quotas. Officers have no daily quota. */
export async function quotasOf(viewer: Viewer, { knex, config }: Deps): Promise<UploadQuotas & { maxBytes: number }> {
  const settings = await settingsFor(viewer, knex);
  const ofTaxpayer = (limit: number): number | null => (viewer.kind === 'taxpayer' ? limit : null);
  return {
    maxBytes: settings['upload.maxBytes'],
    begun: settings['upload.begunPerMinute'] * config.rateFactor,
    heldFiles: settings['upload.heldFiles'],
    heldBytes: settings['upload.heldBytes'],
    dayFiles: ofTaxpayer(settings['upload.dayFiles']),
    dayBytes: ofTaxpayer(settings['upload.dayBytes']),
  };
}
