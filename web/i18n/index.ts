/** The translations and how to read them; without a browser, so that the server speaks with the same words. */
import i18next from 'i18next';
import type { TFunction } from 'i18next';
import { zhCN } from './zh-CN/index.ts';
import { en } from './en/index.ts';

/** The languages there are, the first being the one to fall back to. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

type Namespace = keyof typeof zhCN;
/** The first is the one of keys that name none. */
const namespaces = [
  'common',
  ...(Object.keys(zhCN) as Namespace[]).filter((name) => name !== 'common'),
] as const satisfies readonly Namespace[];

/** Translates a typed key, `namespace:key.part`; keys without a namespace are those of `common`. */
export type Translate = TFunction<typeof namespaces>;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: typeof zhCN;
  }
}

const resources = { 'zh-CN': zhCN, en } as const;

/** Whether a text names one of our languages. */
export function isLanguage(text: unknown): text is Language {
  return languages.some((language) => language === text);
}

/**
 * The best of our languages for a list of wishes (browser languages, or the parts of an Accept-Language header, best first).
 * A wish matches by its primary tag, so `zh-Hans-CN` means zh-CN; no match means zh-CN.
 */
export function matchLanguage(wishes: readonly string[]): Language {
  for (const wish of wishes) {
    const primary = (wish.trim().split(/[-;]/)[0] ?? '').toLowerCase();
    const found = languages.find((language) => (language.split('-')[0] ?? '') === primary);
    if (found !== undefined) return found;
  }
  return languages[0];
}

/** The translator of one language. Values are put in as they are: pages escape what they show. */
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
