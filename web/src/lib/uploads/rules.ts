/** Checks of a chosen file before anything is sent; the server checks again, and the contents as well. */
import { lengthOf } from '../../../../domain/input/text.ts';
import { t } from '#lib/i18n.svelte.ts';

export interface UploadRules {
  readonly maxBytes: number;
  readonly maxFiles: number;
  readonly endings: readonly string[];
}

const longestName = 200;
const mega = 1024 * 1024;

/** Bytes as the number of megabytes people are told. */
const megabytes = (bytes: number): string => String(Math.round((bytes / mega) * 10) / 10);

/** gif、jpg … as one text. */
const endingsText = (rules: UploadRules): string => rules.endings.join(' ');

const endingOf = (name: string): string => (name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : '');

/** What may be uploaded, as a sentence. @param action what the button is called that sends the chosen files, where it is another one */
export const ruleWords = (rules: UploadRules, action?: string): string => {
  const limits = { types: endingsText(rules), limit: megabytes(rules.maxBytes), count: rules.maxFiles };
  return action === undefined ? t('files.ruleAtOnce', limits) : t('files.rule', { ...limits, action });
};

/** Why a file cannot be taken, as a sentence; undefined when it can. */
export const refusalOf = (file: { readonly name: string; readonly size: number }, rules: UploadRules): string | undefined => {
  const { name } = file;
  if (!rules.endings.includes(endingOf(name))) return t('files.wrongType', { name, types: endingsText(rules) });
  if (file.size === 0) return t('files.empty', { name });
  if (file.size > rules.maxBytes) return t('files.tooLarge', { name, limit: megabytes(rules.maxBytes) });
  if (lengthOf(name) > longestName) return t('files.nameTooLong', { name: `${Array.from(name).slice(0, 20).join('')}…` });
  return undefined;
};
