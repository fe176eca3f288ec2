/** Checks of a chosen file before anything is sent; the server checks again, and the contents as well. */
import { longestFileName, typeOfName } from '../../../../domain/file-name.ts';
import { acceptedEndings, typeOfEnding } from '../../../../domain/file-types.ts';
import { lengthOf } from '../../../../domain/input/text.ts';
import { t } from '#lib/i18n.svelte.ts';

export interface UploadRules {
  readonly maxBytes: number;
  readonly maxFiles: number;
  readonly endings: readonly string[];
}

const mega = 1024 * 1024;

/** Bytes as the number of megabytes people are told. */
const megabytes = (bytes: number): string => String(Math.round((bytes / mega) * 10) / 10);

/** gif、jpg … as one text. */
const endingsText = (rules: UploadRules): string => rules.endings.join(' ');

const isTaken = (type: string | undefined, rules: UploadRules): boolean => type !== undefined && rules.endings.includes(type);

/** What a browser lets people choose: all ways to write the endings that are taken. */
export const accepted = (rules: UploadRules): string =>
  acceptedEndings
    .filter((ending) => isTaken(typeOfEnding(ending), rules))
    .map((ending) => `.${ending}`)
    .join(',');

/** What may be uploaded, as a sentence. @param action what the button is called that sends the chosen files, where it is another one */
export const ruleWords = (rules: UploadRules, action?: string): string => {
  const limits = { types: endingsText(rules), limit: megabytes(rules.maxBytes), count: rules.maxFiles };
  return action === undefined ? t('files.ruleAtOnce', limits) : t('files.rule', { ...limits, action });
};

/** Why a file cannot be taken, as a sentence; undefined when it can. */
export const refusalOf = (file: { readonly name: string; readonly size: number }, rules: UploadRules): string | undefined => {
  const { name } = file;
  if (!isTaken(typeOfName(name), rules)) return t('files.wrongType', { name, types: endingsText(rules) });
  if (file.size === 0) return t('files.empty', { name });
  if (file.size > rules.maxBytes) return t('files.tooLarge', { name, limit: megabytes(rules.maxBytes) });
  if (lengthOf(name) > longestFileName) return t('files.nameTooLong', { name: `${Array.from(name).slice(0, 20).join('')}…` });
  return undefined;
};
