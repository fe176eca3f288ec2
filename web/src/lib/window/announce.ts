/** Announces notices that arrive while the window is open: by a toast, unless the person is reading their case. */
import type { Notice } from '../../../api/notices.ts';
import { request } from '#lib/api/request.ts';
import { t } from '#lib/i18n.svelte.ts';
import { addressOf } from '#lib/kinds/index.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import { inSight } from './minimised.svelte.ts';
import { setUnread } from './unread.svelte.ts';
import type { Unread } from './unread.svelte.ts';

const many = 50;
let beingRead: string | undefined;

const unreadNotices = async (size: number): Promise<readonly Notice[]> => {
  const answer = await request<{ items: Notice[] }>('/api/notices', { query: { unread: true, size }, retries: 0 }).catch(() => undefined);
  return answer?.items ?? [];
};

/** Marks the notices about a case as read, because the person is reading the case. */
const markReadOf = async (caseId: string): Promise<void> => {
  if (!inSight()) return;
  for (const notice of await unreadNotices(many)) {
    if (notice.caseId !== caseId) continue;
    const counts = await request<Unread>(`/api/notices/${notice.id}/read`, { method: 'POST', retries: 0 }).catch(() => undefined);
    if (counts !== undefined) setUnread(counts);
  }
};

/** Declares that this case is being read; returns how to end it. */
export const reading = (caseId: string): (() => void) => {
  beingRead = caseId;
  void markReadOf(caseId);
  const look = (): void => {
    void markReadOf(caseId);
  };
  document.addEventListener('visibilitychange', look);
  return () => {
    beingRead = undefined;
    document.removeEventListener('visibilitychange', look);
  };
};

/** Creates the function that announces new notices. */
export const announcer = (): (() => void) => {
  let last = '';
  const tell = async (): Promise<void> => {
    const [newest] = await unreadNotices(1);
    if (newest === undefined || newest.id === last) return;
    last = newest.id;
    if (newest.caseId === beingRead && inSight()) await markReadOf(newest.caseId);
    else
      toast(
        t('message:notices.arrived', { title: t(`message:notice.${newest.kind}.title`) }),
        'plain',
        addressOf({ kind: newest.caseKind, id: newest.caseId }),
      );
  };
  return () => {
    void tell();
  };
};
