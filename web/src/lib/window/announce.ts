/** Says aloud, by a toast, that a notice has come while the window is in use. */
import type { Notice } from '../../../api/notices.ts';
import { listen } from '#lib/api/live.svelte.ts';
import { request } from '#lib/api/request.ts';
import { t } from '#lib/i18n.svelte.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import { unread } from './unread.svelte.ts';

/** Gives back how to stop. */
export const announceNotices = (): (() => void) => {
  let last = '';
  const tell = async (): Promise<void> => {
    const answer = await request<{ items: Notice[] }>('/api/notices', { query: { unread: true, size: 1 }, retries: 0 }).catch(() => undefined);
    const newest = answer?.items[0];
    if (newest === undefined || newest.id === last) return;
    last = newest.id;
    toast(t('message:notices.arrived', { title: t(`message:notice.${newest.kind}.title`) }), 'plain');
  };
  return listen((news) => {
    if (news.type === 'notices' && news.unread > unread.total) void tell();
  });
};
