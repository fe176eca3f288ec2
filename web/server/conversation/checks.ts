import { attendanceOf } from '../../../db/conversation/ground.ts';
import type { Case } from '../../../db/models/index.ts';
import { settingsOf } from '../../../db/settings.ts';
import type { ConversationCommand } from '../../../domain/conversation/conversation.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';

/**
 * Checks that somebody can come: the matter exists, the queue is not full, and an officer of the centre is present. Out of hours the case
 * itself refuses.
 * @throws Fault `type-unknown`, `queue-full`, `nobody-on-duty`
 */
export async function checkRequest(
  image: Case,
  { typeId }: Extract<ConversationCommand, { type: 'requestOfficer' }>,
  { knex }: Deps,
): Promise<void> {
  if (typeId !== null) {
    const known = await knex('case_types')
      .where({ id: typeId, region_id: image.region_id, kind: image.kind, active: true })
      .first<{ id: string } | undefined>('id');
    if (known === undefined) throw new Fault('type-unknown', { fields: [{ path: 'typeId', code: 'not-a-choice' }] });
  }
  const [{ present, waiting }, settings] = await Promise.all([
    attendanceOf(knex, image.centre_id),
    settingsOf(knex, image.region_id, image.centre_id),
  ]);
  if (present === 0) throw new Fault('nobody-on-duty');
  if (waiting >= settings['conversation.queueMost']) throw new Fault('queue-full');
}
