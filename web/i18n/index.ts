/** The translations and their lookup. Independent of the browser, so that the server uses the same words. */
import i18next from 'i18next';
import type { TFunction } from 'i18next';
import { zhCN } from './zh-CN/index.ts';
import { en } from './en/index.ts';

/** Available languages; the first is the fallback. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

type Namespace = keyof typeof zhCN;
/** The first is the default for keys without a namespace. */
const namespaces = [
  'common',
  ...(Object.keys(zhCN) as Namespace[]).filter((name) => name !== 'common'),
] as const satisfies readonly Namespace[];

/** Translates a typed key, `namespace:key.part`; keys without a namespace belong to `common`. */
export type Translate = TFunction<typeof namespaces>;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof zhCN;
  }
}

const resources = { 'zh-CN': zhCN, en } as const;

/** True when a text names one of our languages. */
export function isLanguage(text: unknown): text is Language {
  return languages.some((language) => language === text);
}

/**
 * Returns our best language for a list of preferences (browser languages, or the parts of an Accept-Language header, best first). Matches
 * by primary tag, so `zh-Hans-CN` means zh-CN; without a match returns zh-CN.
 */
export function matchLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const primary = (wish.trim().split(/[-;]/)[0] ?? '').toLowerCase();
    const found = languages.find((language) => (language.split('-')[0] ?? '') === primary);
    if (found !== undefined) return found;
  }
  return languages[0];
}

/** Creates the translation function of a language. Values are inserted unescaped, because pages escape what they show. */
export function createTranslate(language: Language): Translate {
  const instance = i18next.createInstance({
    lng: language,
    fallbackLng: false,
    supportedLngs: [...languages],
    resources: { [language]: resources[language] },
    ns: [...namespaces],
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  void instance.init();
  return instance.t;
}
