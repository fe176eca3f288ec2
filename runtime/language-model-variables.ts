import { z } from 'zod';
import { PlainError } from './plain-error.ts';
import { httpUrl, someText } from './variables.ts';

const seconds = 'a number of seconds between 1 and 120';
const count = 'a whole number between 1 and 64';

export const languageModelFields = {
  LANGUAGE_MODEL_URL: httpUrl.optional(),
  LANGUAGE_MODEL_NAME: someText.optional(),
  LANGUAGE_MODEL_KEY: someText.optional(),
  LANGUAGE_MODEL_SECONDS: z.coerce.number(seconds).min(1, seconds).max(120, seconds).optional(),
  LANGUAGE_MODEL_AT_ONCE: z.coerce.number(count).int(count).min(1, count).max(64, count).optional(),
};

/** An OpenAI-compatible language model; see robot/language-model. */
export interface LanguageModelEnvironment {
  /** Address before /chat/completions, without a trailing slash. */
  url: string;
  name: string;
  key: string | undefined;
  /** Milliseconds for one text. */
  withinMs: number;
  /** Texts at once, per process. */
  atOnce: number;
}

/**
 * @returns undefined when no model is set
 * @throws PlainError when only some of its variables are set
 */
export const languageModelFrom = (fields: z.infer<z.ZodObject<typeof languageModelFields>>): LanguageModelEnvironment | undefined => {
  const { LANGUAGE_MODEL_URL: url, LANGUAGE_MODEL_NAME: name } = fields;
  if (url === undefined) {
    const names = Object.keys(languageModelFields) as (keyof typeof languageModelFields)[];
    const first = names.find((each) => fields[each] !== undefined);
    if (first === undefined) return undefined;
    throw new PlainError(`${first} is set, but LANGUAGE_MODEL_URL is not: set it to the model's address, or leave them all out.`);
  }
  if (name === undefined) throw new PlainError('LANGUAGE_MODEL_URL is set, but it also needs LANGUAGE_MODEL_NAME.');
  return {
    url,
    name,
    key: fields.LANGUAGE_MODEL_KEY,
    withinMs: (fields.LANGUAGE_MODEL_SECONDS ?? 20) * 1_000,
    atOnce: fields.LANGUAGE_MODEL_AT_ONCE ?? 4,
  };
};
