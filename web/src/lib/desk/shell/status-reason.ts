import { t } from '#lib/i18n.svelte.ts';
import { missedOffer } from '../../../../../domain/officer-status.ts';

/** Words of the reason of a status: the officer's own, or those for a reason that the system gave. */
export const reasonWords = (reason: string): string => (reason === missedOffer ? t('desk:status.missedOffer') : reason);
