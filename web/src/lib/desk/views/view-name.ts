import { lengthOf } from '../../../../../domain/input/text.ts';
import { t } from '#lib/i18n.svelte.ts';
import { maxViewNameLength } from '../../../../../domain/settings.ts';

/** Fault of a view's name; undefined when it is valid. */
export const nameFault = (name: string): string | undefined => {
  const length = lengthOf(name);
  if (length === 0) return t('desk:saved.nameMissing');
  return length > maxViewNameLength ? t('desk:saved.nameTooLong', { limit: maxViewNameLength }) : undefined;
};
