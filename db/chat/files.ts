/** Files that were sent in a chat, for use as papers of another case. */
import type { Knex } from 'knex';

import { Upload } from '../models/index.ts';
import { prepared } from '../prepared.ts';

export interface ChatFile {
  seq: number;
  at: Date;
  speaker: 'taxpayer' | 'officer';
  upload: Upload;
}

/**
 * Returns the newest files that people sent in a chat to everybody, oldest first. Recalled ones and those of internal notes are left out.
 * @param uploadId only this file
 */
export async function filesOfChat(
  knex: Knex,
  caseId: string,
  { limit, uploadId = null }: { limit: number; uploadId?: string | null },
): Promise<ChatFile[]> {
  const { rows } = await prepared<{ seq: number; at: Date; speaker: ChatFile['speaker']; id: string }>(
    knex,
    `SELECT m.seq, m.at, m.speaker, f.id::uuid AS id
     FROM chats c JOIN chat_messages m ON m.month = c.month AND m.case_id = c.case_id
     CROSS JOIN LATERAL jsonb_array_elements_text(m.data -> 'uploadIds') WITH ORDINALITY AS f (id, place)
     WHERE c.case_id = :caseId AND m.type = 'files' AND m.audience = 'everybody' AND m.recalled_at IS NULL
       AND (:uploadId::text IS NULL OR f.id = :uploadId)
     ORDER BY m.seq DESC, f.place DESC LIMIT :limit`,
    { caseId, limit, uploadId },
  );
  const found = await Upload.query(knex)
    .findByIds(rows.map(({ id }) => id))
    .where({ status: 'ready' });
  const uploads = new Map(found.map((upload) => [upload.id, upload]));
  return rows.toReversed().flatMap(({ id, ...row }) => {
    const upload = uploads.get(id);
    return upload === undefined ? [] : [{ ...row, upload }];
  });
}
