import { t } from '#lib/i18n.svelte.ts';
import type { Option } from '#lib/ui/options.ts';
import type { OrderPart } from '../../../../api/work-order/part.ts';

/** Options of officers from the group that handles an order; those on duty first. */
export const handlerOptions = (handlers: OrderPart['handlers'], without: readonly (string | undefined)[]): Option[] =>
  handlers
    .filter(({ id }) => !without.includes(id))
    .toSorted((a, b) => Number(b.onDuty) - Number(a.onDuty) || a.name.localeCompare(b.name))
    .map(({ id, name, onDuty }) => ({ value: id, label: name, ...(onDuty ? {} : { hint: t('desk:handOver.offDuty') }) }));
