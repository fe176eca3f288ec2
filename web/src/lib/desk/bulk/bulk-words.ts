import { t } from '#lib/i18n.svelte.ts';
import type { BulkCommand } from '../../../../../domain/bulk.ts';
import type { BulkRun } from '../../../../api/bulk.ts';

/** Progress of a run, as one sentence. */
export const progressWords = (command: BulkCommand, { total, done, refused, finishedAt }: BulkRun): string =>
  finishedAt === null
    ? t(`bulk:${command}.progress`, { handled: done + refused, total, refused })
    : refused === 0
      ? t(`bulk:${command}.allDone`, { done })
      : t(`bulk:${command}.finished`, { done, refused });
