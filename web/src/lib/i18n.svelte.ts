/** Language of the pages: from the address (`?lang=`), the last choice, or the browser; can be changed at run time. */
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

/** Present language; reactive. */
export const language = (): Language => current;

/** Changes the language of all pages, and stores it for the next visit. */
export const setLanguage = (wanted: Language): void => {
  current = wanted;
  remember('language', wanted);
};

/** Translates a typed key (`namespace:key.part`; without a namespace, of `common`); reactive in the language. */
export const t: Translate = new Proxy(translators['zh-CN'], {
  apply: (_target, _this, args: Parameters<Translate>): unknown => Reflect.apply(translators[current], undefined, args),
});

/** Joins several names: 甲、乙和丙. */
export const listed = (names: readonly string[]): string => new Intl.ListFormat(language(), { type: 'conjunction' }).format(names);
