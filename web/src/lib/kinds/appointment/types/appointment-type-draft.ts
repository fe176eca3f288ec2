/** A type of appointment in the editor: numbers and lists as in the form's fields. */
import type { NamedDraft } from '#lib/admin/type-draft.ts';
import { inOrder, namesFaults, rowsFaults, within } from '#lib/admin/type-faults.ts';
import type { TypeFault } from '#lib/admin/type-faults.ts';
import { amountIn } from '../../../../../../domain/input/amount.ts';
import { plain } from '../../../../../../domain/input/text.ts';
import { appointmentFaults, appointmentLimits, interactionWays } from '../../../../../../domain/slots/definition.ts';
import type { AppointmentType, AppointmentTypeBody } from '../../../../../api/appointment/types.ts';

/** Numbers of a definition, in the order of the form. */
export const numberFields = [
  'lengthMinutes',
  'stepMinutes',
  'leadMinutes',
  'horizonDays',
  'cancelMinutes',
  'graceMinutes',
  'dayLimit',
] as const;
type NumberField = (typeof numberFields)[number];
export const suspensionFields = ['misses', 'withinDays', 'suspendedDays'] as const;
type SuspensionField = (typeof suspensionFields)[number];

export interface AppointmentTypeDraft extends NamedDraft, Record<NumberField | SuspensionField, string> {
  ways: string[];
  /** A category a line: key, name, English name. */
  categories: string;
  pool: string;
  /** Minutes, separated by commas. */
  reminders: string;
  suspends: boolean;
}

const usual: Pick<AppointmentTypeDraft, NumberField | SuspensionField | 'pool' | 'reminders' | 'suspends'> = {
  lengthMinutes: '30',
  stepMinutes: '30',
  leadMinutes: '60',
  horizonDays: '14',
  cancelMinutes: '120',
  graceMinutes: '10',
  dayLimit: '2',
  pool: '',
  reminders: '1440, 60',
  suspends: true,
  misses: '3',
  withinDays: '30',
  suspendedDays: '30',
};

export const emptyAppointmentDraft = (): AppointmentTypeDraft => ({
  name: '',
  nameEn: '',
  active: true,
  ...usual,
  ways: [...interactionWays],
  categories: '',
});

export function appointmentDraftOf({ name, nameEn, active, definition }: AppointmentType): AppointmentTypeDraft {
  const { suspension, reminders, categories, ways, pool } = definition;
  return {
    ...usual,
    name,
    nameEn,
    active,
    pool,
    ways: [...ways],
    categories: categories.map((category) => [category.key, category.name, category.nameEn].join(', ')).join('\n'),
    reminders: reminders.join(', '),
    suspends: suspension !== null,
    ...(Object.fromEntries(numberFields.map((field) => [field, String(definition[field])])) as Record<NumberField, string>),
    ...(suspension &&
      (Object.fromEntries(suspensionFields.map((field) => [field, String(suspension[field])])) as Record<SuspensionField, string>)),
  };
}

/** What cannot be read becomes a number that no field allows, so that the fault is shown at its field. */
const numberIn = (text: string): number => Number(amountIn(text) ?? NaN);

/** Builds the request's body. */
export function appointmentBodyOf(draft: AppointmentTypeDraft): AppointmentTypeBody {
  const numbers = Object.fromEntries(numberFields.map((field) => [field, numberIn(draft[field])])) as Record<NumberField, number>;
  const parts = (text: string): string[] =>
    plain(text)
      .split(/[,，、]/)
      .map((part) => part.trim());
  return {
    name: draft.name.trim(),
    nameEn: draft.nameEn.trim(),
    active: draft.active,
    definition: {
      ...numbers,
      ways: interactionWays.filter((way) => draft.ways.includes(way)),
      categories: draft.categories
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => {
          const [key = '', name = '', ...nameEn] = parts(line);
          return { key, name, nameEn: nameEn.join(', ') };
        }),
      pool: plain(draft.pool).trim(),
      reminders: parts(draft.reminders)
        .filter((part) => part !== '')
        .map(numberIn),
      suspension: draft.suspends
        ? (Object.fromEntries(suspensionFields.map((field) => [field, numberIn(draft[field])])) as Record<SuspensionField, number>)
        : null,
    },
  };
}

const outside = (value: number, [least, most]: readonly [number, number]): boolean =>
  !Number.isInteger(value) || value < least || value > most;

/** Faults of a type: one per field. A fault of a category is shown at the list of them. */
export function appointmentFaultsOf(body: AppointmentTypeBody): TypeFault[] {
  const { definition } = body;
  const { suspension } = definition;
  const wrong = (path: string): TypeFault => ({ path: `definition.${path}`, code: 'out-of-range' });
  const numbers = numberFields.filter((field) => outside(definition[field], appointmentLimits[field])).map(wrong);
  const reminders = definition.reminders.some((minutes) => outside(minutes, appointmentLimits.reminderMinutes)) ? [wrong('reminders')] : [];
  const suspended =
    suspension === null
      ? []
      : suspensionFields
          .filter((field) => outside(suspension[field], appointmentLimits[field]))
          .map((field) => wrong(`suspension.${field}`));
  const categories = rowsFaults({ categories: definition.categories });
  const found = [...namesFaults('', body), ...numbers, ...reminders, ...suspended, ...categories, ...within(appointmentFaults(definition))];
  return inOrder(found.map((fault) => ({ ...fault, path: fault.path.replace(/^(definition\.(?:categories|reminders))\..*$/, '$1') })));
}
