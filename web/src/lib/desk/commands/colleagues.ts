/** Whom a case can be given to. */
import { resource } from '#lib/api/resource.svelte.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { Option } from '#lib/ui/options.ts';
import type { Directory } from '../../../../api/desk.ts';
import { ask } from '#lib/desk/shell/ask.ts';

/** Colleagues to choose from, each with their open cases; who is on duty and has the fewest first. */
export const colleagueOptions = (colleagues: Directory['colleagues'], without: readonly (string | undefined)[]): Option[] =>
  colleagues
    .filter(({ id }) => !without.includes(id))
    .toSorted((a, b) => Number(b.onDuty) - Number(a.onDuty) || a.openCases - b.openCases || a.name.localeCompare(b.name))
    .map(({ id, name, role, onDuty, openCases }) => ({
      value: id,
      label: name,
      hint: [t(`role.${role}`), t('desk:handOver.open', { count: openCases }), ...(onDuty ? [] : [t('desk:handOver.offDuty')])].join(' · '),
    }));

/** The centre's directory; to be called while a component is set up. */
export const useDirectory = () => resource((signal) => ask<Directory>('/api/desk/directory', { signal }));
