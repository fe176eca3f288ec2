/** What an officer's pages follow: where they work, and what they supervise. */
import type { TopicName } from '../../../../api/live.ts';
import { topicName } from '#lib/api/live.svelte.ts';
import { officer } from './session.svelte.ts';

/** The to-dos of the officer's centre; none for who has no centre. */
export const worklistTopic = (): TopicName[] => {
  const centre = officer.session?.officer.centre;
  return centre ? [topicName('worklist', centre.id)] : [];
};

/** All cases of the centre; an administrator's are those of the region. */
export const boardTopic = (): TopicName[] => {
  const person = officer.session?.officer;
  if (person === undefined) return [];
  return [person.centre ? topicName('board', person.centre.id) : topicName('region-board', person.region.id)];
};
