/** What is wrong with a type of any kind of case before it is sent, all at once and in the server's own codes and paths; the server holds to the same. */
import type { FieldCode } from '../../../api/errors.ts';
import { definitionLimits, keyPattern } from '../../../../domain/definition-limits.ts';
import { lengthOf } from '../../../../domain/input/text.ts';

export interface TypeFault {
  /** Where in the body, joined by dots. */
  readonly path: string;
  readonly code: FieldCode;
  readonly limit?: number;
}

/** What `domain` says of a definition. */
export const within = (faults: readonly { path: string; code: FieldCode }[]): TypeFault[] =>
  faults.map(({ path, code }) => ({ path: `definition.${path}`, code }));

export const rowsFaults = (rows: Readonly<Record<string, readonly { key: string; name: string; nameEn: string }[]>>): TypeFault[] =>
  Object.entries(rows).flatMap(([list, specs]) =>
    specs.flatMap((spec, i) => {
      const at = `definition.${list}.${String(i)}.`;
      return [...namesFaults(at, spec), ...keyFaults(at, spec.key)];
    }),
  );

export function namesFaults(at: string, { name, nameEn }: { name: string; nameEn: string }): TypeFault[] {
  return [...wordsFaults(`${at}name`, name, definitionLimits.name), ...wordsFaults(`${at}nameEn`, nameEn, definitionLimits.nameEn)];
}

function wordsFaults(path: string, words: string, limit: number): TypeFault[] {
  const used = lengthOf(words);
  if (used === 0) return [{ path, code: 'required' }];
  return used > limit ? [{ path, code: 'too-long', limit }] : [];
}

function keyFaults(at: string, key: string): TypeFault[] {
  if (key === '') return [{ path: `${at}key`, code: 'required' }];
  return keyPattern.test(key) ? [] : [{ path: `${at}key`, code: 'invalid' }];
}

const lists = ['fields', 'papers', 'stages'];
const parts = ['name', 'nameEn', 'key', 'kind', 'choices', 'groupId', 'limitMinutes', 'backTo', 'finish'];

/** The form's order: the type's own names, then list by list and row by row; of a place, the first that was found. */
export function inOrder(found: readonly TypeFault[]): TypeFault[] {
  const rank = (path: string): number => {
    const [, list = '', row = '0', part = ''] = path.startsWith('definition.') ? path.split('.') : ['', '', '0', path];
    return (lists.indexOf(list) + 1) * 100_000 + Number(row) * 100 + parts.indexOf(part);
  };
  return found.filter(({ path }, i) => found.findIndex((other) => other.path === path) === i).sort((a, b) => rank(a.path) - rank(b.path));
}

/** The id of the control that a path is about: a choice's is that of all choices of its field, and so for moves back. */
export const controlOf = (path: string): string => `type-${path.replace(/\.(choices|backTo)\.\d+$/, '.$1').replaceAll('.', '-')}`;
