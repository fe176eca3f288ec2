import type { ChatStand } from '../../../db/chat/read.ts';
import type { NewMessage } from '../../../db/chat/messages.ts';
import { placeOf } from '../../../db/directory.ts';
import { settingsOf } from '../../../db/settings.ts';
import type { KnowledgeEntry, RobotContext } from '../../../robot/robot.ts';
import type { Deps } from '../deps.ts';
import type { StoredAnswer, StoredChoices, StoredCounter } from './presenter.ts';

/** Context of a question that the taxpayer of a chat asks. */
export const contextOf = ({ regionId, identityKind }: ChatStand): RobotContext => ({
  regionId,
  audience: identityKind,
  now: Date.now(),
});

type Words = Pick<NewMessage, 'type' | 'body' | 'data'>;
type Place = Pick<ChatStand, 'regionId' | 'centreId'>;
const titleOf = ({ id, question }: KnowledgeEntry) => ({ id, question });

/** An entry as a message. It keeps the version and where to go, so that it can be told what this taxpayer was told that day. */
export async function answerWith(
  entry: KnowledgeEntry,
  related: readonly KnowledgeEntry[],
  place: Place,
  { knex }: Pick<Deps, 'knex'>,
): Promise<Words> {
  const { id, version, question, answer, counterOnly, sources } = entry;
  const counter = counterOnly ? await counterOf(entry, place, knex) : null;
  const data: StoredAnswer = { entryId: id, version, question, counterOnly, counter, sources, related: related.map(titleOf) };
  return { type: 'answer', body: answer, data: { ...data } };
}

/** Where the taxpayers of a centre go with a matter that is handled at a counter only. */
async function counterOf({ whereToGo }: KnowledgeEntry, { regionId, centreId }: Place, knex: Deps['knex']): Promise<StoredCounter> {
  const [centre, settings] = await Promise.all([placeOf(knex, regionId, centreId), settingsOf(knex, regionId, centreId)]);
  return {
    place: whereToGo,
    hall: {
      name: centre?.bureau ?? '',
      nameEn: centre?.bureau_en ?? '',
      address: settings['hall.address'],
      week: settings['calendar.hours'].week,
    },
  };
}

export function choicesOf(entries: readonly KnowledgeEntry[]): Words {
  const data: StoredChoices = { entries: entries.map(titleOf) };
  return { type: 'choices', body: '', data: { ...data } };
}
