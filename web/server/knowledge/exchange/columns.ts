/** Writes an entry into the cells of a row, and reads it from them. The words of both languages are read. */
import { dateIn } from '../../../../domain/input/date.ts';
import { audiences, type EntryDraft, type Source } from '../../../../domain/knowledge.ts';
import { exchangeColumns, type ExchangeColumn } from '../../../../domain/knowledge-exchange.ts';
import { languages, type Language } from '../../../i18n/index.ts';
import { translateTo } from '../../http/language.ts';

export const headOf = (column: ExchangeColumn, language: Language): string => translateTo(language)(`knowledge:exchange.column.${column}`);

/** Returns the column of a head in any language. */
export const columnOf = (head: string): ExchangeColumn | undefined =>
  exchangeColumns.find((column) => languages.some((language) => headOf(column, language).toLowerCase() === head.trim().toLowerCase()));

const marks = { yes: 'knowledge:exchange.yes', no: 'knowledge:exchange.no' } as const;

export function cellOf(column: ExchangeColumn, id: string, entry: EntryDraft, language: Language): string {
  const t = translateTo(language);
  switch (column) {
    case 'id':
      return id;
    case 'topic':
    case 'question':
    case 'answer':
      return entry[column];
    case 'whereToGo':
    case 'note':
    case 'validFrom':
    case 'validTo':
      return entry[column] ?? '';
    case 'wordings':
    case 'keywords':
    case 'related':
      return entry[column].join('\n');
    case 'audience':
      return entry.audience.map((one) => t(`knowledge:audienceOf.${one}`)).join('\n');
    case 'inScope':
    case 'counterOnly':
    case 'verified':
      return t(marks[entry[column] ? 'yes' : 'no']);
    case 'sources':
      return entry.sources.map(sourceLine).join('\n');
  }
}

const sourceLine = ({ title, number, date }: Source): string => [title, number ?? '', date ?? ''].join(' | ').replace(/[ |]+$/, '');

/** Reads a cell as what the schema of an entry expects; what cannot be read stays text, and the schema names the fault. */
export function valueOf(column: ExchangeColumn, cell: string): unknown {
  const text = cell.trim();
  switch (column) {
    case 'id':
    case 'topic':
    case 'question':
    case 'answer':
      return text;
    case 'whereToGo':
    case 'note':
      return text === '' ? null : text;
    case 'validFrom':
    case 'validTo':
      return text === '' ? null : (dateIn(text) ?? text);
    case 'wordings':
      return linesOf(text);
    case 'keywords':
    case 'related':
      return linesOf(text.replaceAll(/[,，、;；]/g, '\n'));
    case 'audience':
      // A blank cell means everybody.
      if (text === '') return ['both'];
      return linesOf(text.replaceAll(/[,，、;；]/g, '\n')).map(
        (word) =>
          audiences.find((one) => languages.some((language) => translateTo(language)(`knowledge:audienceOf.${one}`) === word)) ?? word,
      );
    case 'inScope':
      return markOf(text, true);
    case 'counterOnly':
    case 'verified':
      return markOf(text, false);
    case 'sources':
      return linesOf(text).map((line) => {
        const [title = '', number = '', ...date] = line.split('|').map((part) => part.trim());
        return { title, number: number === '' ? null : number, date: date.join('|') === '' ? null : date.join('|') };
      });
  }
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A blank cell is the usual value; a word that is neither yes nor no stays as it is. */
function markOf(text: string, usual: boolean): boolean | string {
  if (text === '') return usual;
  const word = text.toLowerCase();
  const means = (mark: 'yes' | 'no') => languages.some((language) => translateTo(language)(marks[mark]).toLowerCase() === word);
  if (means('yes') || word === 'true') return true;
  return means('no') || word === 'false' ? false : text;
}
