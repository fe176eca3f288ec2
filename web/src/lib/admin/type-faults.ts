/**
 * Validation of a type of any kind before it is sent: all faults at once, in the server's codes and paths. The server applies the same
 * rules.
 */
import type { FieldCode } from '../../../api/errors.ts';
import { definitionLimits, keyPattern } from '../../../../domain/definition-limits.ts';
import { lengthOf } from '../../../../domain/input/text.ts';

export interface TypeFault {
  /** Path in the body, joined by dots. */
  readonly path: string;
  readonly code: FieldCode;
  readonly limit?: number;
}

/** Converts the domain's faults of a definition to paths of the body. */
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

/** Sorts faults in the order of the form: the type's names, then list by list and row by row; keeps the first per place. */
export function inOrder(found: readonly TypeFault[]): TypeFault[] {
  const rank = (path: string): number => {
    const [, list = '', row = '0', part = ''] = path.startsWith('definition.') ? path.split('.') : ['', '', '0', path];
    return (lists.indexOf(list) + 1) * 100_000 + Number(row) * 100 + parts.indexOf(part);
  };
  return found.filter(({ path }, i) => found.findIndex((other) => other.path === path) === i).sort((a, b) => rank(a.path) - rank(b.path));
}

/** Returns the id of the control for a path; all choices of a field share one control, and so do all moves back. */
export const controlOf = (path: string): string => `type-${path.replace(/\.(choices|backTo)\.\d+$/, '.$1').replaceAll('.', '-')}`;
