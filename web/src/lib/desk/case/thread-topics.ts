/** What a page of a case follows: the case from the version that is shown, and those that belong together with it. */
import type { Case } from '../../../../api/kinds.ts';
import { topicName } from '#lib/api/live.svelte.ts';
import type { Followed } from '#lib/api/resource.svelte.ts';

/** Of a longer thread the nearest are followed: a page may not follow everything. */
const most = 20;

export const threadTopics = ({ id, version, thread }: Pick<Case, 'id' | 'version' | 'thread'>): Followed[] => [
  { topic: topicName('case', id), after: String(version) },
  ...thread
    .filter((linked) => linked.id !== id)
    .slice(-most)
    .map((linked) => ({ topic: topicName('case', linked.id), after: String(linked.version) })),
];
