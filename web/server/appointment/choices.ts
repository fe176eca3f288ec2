import type { VersionedType } from '../../../db/case-types.ts';
import type { AppointmentCategory, InteractionWay } from '../../../domain/slots/definition.ts';
import type { Language } from '../../i18n/index.ts';
import type { FieldFault } from '../http/fault.ts';
import { nameIn } from '../http/names.ts';

/** Returns a fault for a way and a matter that the type does not offer. */
export const wrongChoices = (
  { definition }: VersionedType<'appointment'>,
  { way, category }: { way: InteractionWay; category: string },
): FieldFault[] => [
  ...(definition.ways.includes(way) ? [] : [{ path: 'way', code: 'not-a-choice' as const }]),
  ...(definition.categories.some(({ key }) => key === category) ? [] : [{ path: 'category', code: 'not-a-choice' as const }]),
];

/** A matter by its key, named as the type named it; the key itself when the type did not have it. */
export function presentCategory(
  key: string,
  categories: readonly AppointmentCategory[],
  language: Language,
): { key: string; name: string } {
  const named = categories.find((category) => category.key === key);
  return { key, name: named ? nameIn(language, named.name, named.nameEn) : key };
}
