import type { Knex } from 'knex';

import { settingsOf } from '../../../db/settings.ts';
import type { Viewer } from '../../../domain/policies.ts';
import { attachmentEndings, maxTextLength } from '../../../domain/settings.ts';
import type { Session } from '../../api/desk.ts';

/** What the one who asks may write and upload now (C6, D2): an officer's centre goes before the region. */
export async function limitsOf(viewer: Viewer, knex: Knex): Promise<Pick<Session, 'text' | 'upload'>> {
  const settings = await settingsOf(knex, viewer.regionId, 'centreId' in viewer ? viewer.centreId : null);
  return {
    text: { max: maxTextLength },
    upload: { maxBytes: settings['upload.maxBytes'], maxFiles: settings['upload.maxFiles'], endings: [...attachmentEndings] },
  };
}
