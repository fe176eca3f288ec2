import { t } from '#lib/i18n.svelte.ts';
import { kindWords, lookOf } from '#lib/kinds/index.ts';
import type { TypeChoice, WorklistFilters } from './worklist-filters.ts';

/** Names for the ids in the filters. */
export interface Choices {
  readonly types: readonly TypeChoice[];
  readonly colleagues: readonly { readonly id: string; readonly name: string }[];
}

/** The worklist's filters as one line; an unknown type, stage or officer is shown by its id. */
export function filterWords(filters: WorklistFilters, { types, colleagues }: Choices): string {
  const { view, sort, kind, typeId, assigneeId, status, stage, what, from, to, q } = filters;
  const type = types.find(({ id }) => id === typeId);
  const said = [
    t(`desk:view.${view}`),
    kind && kindWords(kind),
    typeId && (type?.name ?? typeId),
    assigneeId && (assigneeId === 'nobody' ? t('desk:list.nobody') : (colleagues.find(({ id }) => id === assigneeId)?.name ?? assigneeId)),
    status && (kind === undefined ? status : lookOf(kind, status).words),
    stage && (type?.stages.find(({ key }) => key === stage)?.name ?? stage),
    what && t(`supervise:board.what.${what}`),
    from && t('desk:list.sinceDay', { day: from }),
    to && t('desk:list.untilDay', { day: to }),
    q && t('desk:saved.quoted', { text: q }),
    sort !== 'due' && t(`desk:list.sort.${sort}`),
  ];
  return said.filter(Boolean).join(' · ');
}
