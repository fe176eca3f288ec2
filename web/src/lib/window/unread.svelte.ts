/** Live count of unread notices; the icon on the host's page shows it while the window is minimised. */
import { follow } from '#lib/api/live.svelte.ts';
import { request } from '#lib/api/request.ts';
import { tellHost } from './host.ts';
import { ownTopic } from './own-topic.ts';

export interface Unread {
  readonly todo: number;
  readonly news: number;
}

let counts = $state.raw<Unread>({ todo: 0, news: 0 });
/** Messages of the conversation that have not been read. */
let spoken = $state(0);

export const unread = {
  get todo(): number {
    return counts.todo;
  },
  get news(): number {
    return counts.news;
  },
  get total(): number {
    return counts.todo + counts.news;
  },
  /** Unread messages of the conversation. */
  get spoken(): number {
    return spoken;
  },
};

const tell = (): void => {
  tellHost({ type: 'unread', unread: unread.total + spoken });
};

/** Sets the counts from an answer. */
export const setUnread = (now: Unread): void => {
  counts = now;
  tell();
};

/** Sets the number of unread messages of the conversation; the icon adds them. */
export const setSpoken = (count: number): void => {
  spoken = count;
  tell();
};

/** Fetches the counts; after a failure the old ones stay until the next event. */
export const refreshUnread = async (): Promise<void> => {
  const answer = await request<Unread>('/api/notices/unread').catch(() => undefined);
  if (answer !== undefined) setUnread(answer);
};

/**
 * Follows the counts; returns how to stop.
 * @param onMore called when the count has grown
 */
export const followUnread = (onMore: () => void): (() => void) => {
  void refreshUnread();
  return follow(ownTopic(), (news) => {
    if (news.type === 'reset') void refreshUnread();
    else if (news.kind === 'identity') {
      const before = unread.total;
      setUnread(news.body.unread);
      if (unread.total > before) onMore();
    }
  });
};
