/** Topic of the window: the cases and notices of the entered identity. */
import type { TopicName } from '../../../api/live.ts';
import { topicName } from '#lib/api/live.svelte.ts';
import { session } from './session.svelte.ts';

export const ownTopic = (): TopicName => topicName('identity', session.entry.identity.id);
