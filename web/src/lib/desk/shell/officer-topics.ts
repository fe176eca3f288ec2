/** Topics of the officers' pages: the centre's worklist, and the board they supervise. */
import type { TopicName } from '../../../../api/live.ts';
import { topicName } from '#lib/api/live.svelte.ts';
import { officer } from './session.svelte.ts';

/** Worklist of the officer's centre; empty for an officer without centre. */
export const worklistTopic = (): TopicName[] => {
  const centre = officer.session?.officer.centre;
  return centre ? [topicName('worklist', centre.id)] : [];
};

/** Board of the centre; for an administrator, of the region. */
export const boardTopic = (): TopicName[] => {
  const person = officer.session?.officer;
  if (person === undefined) return [];
  return [person.centre ? topicName('board', person.centre.id) : topicName('region-board', person.region.id)];
};
