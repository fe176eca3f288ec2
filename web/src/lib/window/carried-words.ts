import type { Carried } from '#lib/api/command.ts';
import type { Following } from '#lib/api/following.svelte.ts';
import { t } from '#lib/i18n.svelte.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';

/** Shows that a command was carried out, or that it was accepted and its changes will appear soon. */
export const tellCarried = ({ answer, taken }: Carried, done: string, following: Following): void => {
  if (taken) following.begin(answer.version);
  toast(taken ? t('taken') : done, taken ? 'plain' : 'good');
};
