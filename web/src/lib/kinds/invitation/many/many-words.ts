import { t } from '#lib/i18n.svelte.ts';
import type { ManyRuns } from '../../../../../api/invitation/many.ts';

/** Progress of a run, as one sentence. */
export const manyProgress = ({ total, done, refused, finishedAt }: ManyRuns['items'][number]): string =>
  finishedAt === null
    ? t('invitation:many.progress', { handled: done + refused, total, refused })
    : t('invitation:many.finished', { done, refused });
