/** Topics of a case's page: the case from the version shown, and the cases of its thread. */
import type { Case } from '../../../../api/kinds.ts';
import { topicName } from '#lib/api/live.svelte.ts';
import type { Followed } from '#lib/api/resource.svelte.ts';

/** Maximum number of thread topics, nearest cases first, because subscriptions per connection are limited. */
const most = 20;

export const threadTopics = ({ id, version, thread }: Pick<Case, 'id' | 'version' | 'thread'>): Followed[] => [
  { topic: topicName('case', id), after: String(version) },
  ...thread
    .filter((linked) => linked.id !== id)
    .slice(-most)
    .map((linked) => ({ topic: topicName('case', linked.id), after: String(linked.version) })),
];
