import { t } from '#lib/i18n.svelte.ts';
import type { BulkRun } from '../../../api/bulk.ts';

/** How far a run is, in one sentence. */
export const progressWords = ({ total, done, refused, finishedAt }: BulkRun): string =>
  finishedAt === null
    ? t('supervise:bulk.progress', { handled: done + refused, total, refused })
    : refused === 0
      ? t('supervise:bulk.allDone', { done })
      : t('supervise:bulk.finished', { done, refused });
