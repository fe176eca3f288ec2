import type { Context } from 'koa';

import { createTranslate, languages, matchLanguage, type Language, type Translate } from '../../i18n/index.ts';

const translates = new Map<Language, Translate>(languages.map((language) => [language, createTranslate(language)]));

/** Returns the reader's language by Accept-Language with quality values; zh-CN when nothing matches. */
export function languageOf(ctx: Pick<Context, 'get'>): Language {
  const wishes = ctx
    .get('accept-language')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const quality = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1');
      return { tag, quality: Number.isFinite(quality) ? quality : 0 };
    });
  return matchLanguage(
    wishes
      .filter(({ tag, quality }) => tag !== '' && quality > 0)
      .sort((a, b) => b.quality - a.quality)
      .map(({ tag }) => tag),
  );
}

/** Returns the translation function for a language. */
export function translateTo(language: Language): Translate {
  const translate = translates.get(language);
  if (translate === undefined) throw new Error(`no translations for ${language}`);
  return translate;
}
