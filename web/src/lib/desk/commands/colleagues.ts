/** Colleagues as receivers of a case. */
import { resource } from '#lib/api/resource.svelte.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { Option } from '#lib/ui/options.ts';
import type { Directory } from '../../../../api/desk.ts';
import { ask } from '#lib/desk/shell/ask.ts';

/** Options of colleagues with the number of their open cases; those on duty with the fewest cases first. */
export const colleagueOptions = (colleagues: Directory['colleagues'], without: readonly (string | undefined)[]): Option[] =>
  colleagues
    .filter(({ id }) => !without.includes(id))
    .toSorted((a, b) => Number(b.onDuty) - Number(a.onDuty) || a.openCases - b.openCases || a.name.localeCompare(b.name))
    .map(({ id, name, role, onDuty, openCases }) => ({
      value: id,
      label: name,
      hint: [t(`role.${role}`), t('desk:handOver.open', { count: openCases }), ...(onDuty ? [] : [t('desk:handOver.offDuty')])].join(' · '),
    }));

/** Loads the centre's directory; call during component setup. */
export const useDirectory = () => resource((signal) => ask<Directory>('/api/desk/directory', { signal }));
