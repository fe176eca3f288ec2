/** What the window follows: the cases and notices of who has entered. */
import type { TopicName } from '../../../api/live.ts';
import { topicName } from '#lib/api/live.svelte.ts';
import { session } from './session.svelte.ts';

export const ownTopic = (): TopicName => topicName('identity', session.entry.identity.id);
