/** The language of the pages: from the address (`?lang=`), the last choice, or the browser; changeable while running. */
import { createTranslate, isLanguage, languages, matchLanguage } from '../../i18n/index.ts';
import type { Language, Translate } from '../../i18n/index.ts';
import { remember, remembered } from './memory.ts';

export { languages };
export type { Language, Translate };

const translators: Record<Language, Translate> = { 'zh-CN': createTranslate('zh-CN'), en: createTranslate('en') };

const firstLanguage = (): Language => {
  const wanted = new URLSearchParams(location.search).get('lang');
  if (isLanguage(wanted)) return wanted;
  const last = remembered('language');
  if (isLanguage(last)) return last;
  return matchLanguage(navigator.languages);
};

let current = $state<Language>(firstLanguage());

/** The language shown now. */
export const language = (): Language => current;

/** Changes the language everywhere, and for the next visit. */
export const setLanguage = (wanted: Language): void => {
  current = wanted;
  remember('language', wanted);
};

/** Translates a typed key (`namespace:key.part`; without a namespace, of `common`) and follows the language. */
export const t: Translate = new Proxy(translators['zh-CN'], {
  apply: (_target, _this, args: Parameters<Translate>): unknown => Reflect.apply(translators[current], undefined, args),
});

/** Several names in one sentence: 甲、乙和丙. */
export const listed = (names: readonly string[]): string => new Intl.ListFormat(language(), { type: 'conjunction' }).format(names);
