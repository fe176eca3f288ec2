import { t } from '#lib/i18n.svelte.ts';
import { kindWords } from '#lib/kinds/index.ts';
import type { TypeChoice, WorklistFilters } from './worklist-filters.ts';

/** The worklist's filters as one line; an unknown type is shown by its id. */
export const filterWords = ({ view, kind, typeId, q }: WorklistFilters, types: readonly TypeChoice[]): string =>
  [
    t(`desk:view.${view}`),
    ...(kind === undefined ? [] : [kindWords(kind)]),
    ...(typeId === undefined ? [] : [types.find(({ id }) => id === typeId)?.name ?? typeId]),
    ...(q === undefined ? [] : [t('desk:saved.quoted', { text: q })]),
  ].join(' · ');
