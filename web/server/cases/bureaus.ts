import type { Centre } from '../../../db/models/index.ts';
import type { Language } from '../../i18n/index.ts';
import { nameIn } from '../http/names.ts';

interface Bureau {
  name: string;
  centres: { id: string; name: string }[];
}

/** Centres as choices of a form, by bureau, in the order in which they come. */
export const presentBureaus = (
  centres: readonly Pick<Centre, 'id' | 'name' | 'name_en' | 'bureau' | 'bureau_en'>[],
  language: Language,
): Bureau[] =>
  [...Map.groupBy(centres, ({ bureau }) => bureau).values()].map((group) => ({
    name: nameIn(language, group[0]?.bureau ?? null, group[0]?.bureau_en ?? null),
    centres: group.map(({ id, name, name_en }) => ({ id, name: nameIn(language, name, name_en) })),
  }));
