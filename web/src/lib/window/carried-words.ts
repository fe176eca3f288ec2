import type { Carried } from '#lib/api/command.ts';
import type { Following } from '#lib/api/following.svelte.ts';
import { t } from '#lib/i18n.svelte.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';

/** Tells that a command was carried out, or that it is taken and what it changes will be seen in a moment. */
export const tellCarried = ({ answer, taken }: Carried, done: string, following: Following): void => {
  if (taken) following.begin(answer.version);
  toast(taken ? t('taken') : done, taken ? 'plain' : 'good');
};
