import type { ChatStand } from '../../../db/chat/read.ts';
import type { NewMessage } from '../../../db/chat/messages.ts';
import type { KnowledgeEntry, RobotContext } from '../../../robot/robot.ts';
import type { StoredAnswer, StoredChoices } from './presenter.ts';

/** Context of a question that the taxpayer of a chat asks. */
export const contextOf = ({ regionId, identityKind }: ChatStand): RobotContext => ({
  regionId,
  audience: identityKind,
  now: Date.now(),
});

type Words = Pick<NewMessage, 'type' | 'body' | 'data'>;
const titleOf = ({ id, question }: KnowledgeEntry) => ({ id, question });

/** An entry as a message. It keeps the version, so that it can be told what this taxpayer was told that day. */
export function answerWith(entry: KnowledgeEntry, related: readonly KnowledgeEntry[]): Words {
  const { id, version, question, answer, counterOnly, sources } = entry;
  const data: StoredAnswer = { entryId: id, version, question, counterOnly, sources, related: related.map(titleOf) };
  return { type: 'answer', body: answer, data: { ...data } };
}

export function choicesOf(entries: readonly KnowledgeEntry[]): Words {
  const data: StoredChoices = { entries: entries.map(titleOf) };
  return { type: 'choices', body: '', data: { ...data } };
}
