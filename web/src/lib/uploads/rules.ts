/** Checks of a chosen file before upload; the server checks again, including the contents. */
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

/** Bytes in megabytes, as shown. */
const megabytes = (bytes: number): string => String(Math.round((bytes / mega) * 10) / 10);

/** Endings as one text. */
const endingsText = (rules: UploadRules): string => rules.endings.join(' ');

const isTaken = (type: string | undefined, rules: UploadRules): boolean => type !== undefined && rules.endings.includes(type);

/** Value of `accept` for the file dialog: all spellings of the accepted endings. */
export const accepted = (rules: UploadRules): string =>
  acceptedEndings
    .filter((ending) => isTaken(typeOfEnding(ending), rules))
    .map((ending) => `.${ending}`)
    .join(',');

/** The upload rules as a sentence. @param action label of the button that sends the files, when not the usual one */
export const ruleWords = (rules: UploadRules, action?: string): string => {
  const limits = { types: endingsText(rules), limit: megabytes(rules.maxBytes), count: rules.maxFiles };
  return action === undefined ? t('files.ruleAtOnce', limits) : t('files.rule', { ...limits, action });
};

/** Reason why a file is not accepted, as a sentence; undefined when it is. */
export const refusalOf = (file: { readonly name: string; readonly size: number }, rules: UploadRules): string | undefined => {
  const { name } = file;
  if (!isTaken(typeOfName(name), rules)) return t('files.wrongType', { name, types: endingsText(rules) });
  if (file.size === 0) return t('files.empty', { name });
  if (file.size > rules.maxBytes) return t('files.tooLarge', { name, limit: megabytes(rules.maxBytes) });
  if (lengthOf(name) > longestFileName) return t('files.nameTooLong', { name: `${Array.from(name).slice(0, 20).join('')}…` });
  return undefined;
};
