/** What is wrong with a type or a template before it is sent, all at once and in the server's own codes and paths; the server holds to the same. */
import type { FieldCode } from '../../../api/errors.ts';
import type { FormTypeBody } from '../../../api/form-types.ts';
import type { OrderTypeBody } from '../../../api/order-types.ts';
import { formDefinitionFaults } from '../../../../domain/service-form/template.ts';
import { definitionFaults, definitionLimits, keyPattern } from '../../../../domain/work-order/type.ts';
import { lengthOf } from '../../../../domain/input/text.ts';

export interface TypeFault {
  /** Where in the body, joined by dots. */
  readonly path: string;
  readonly code: FieldCode;
  readonly limit?: number;
}

/** One for each place, in the order of the form. */
export const faultsOf = (body: OrderTypeBody): TypeFault[] => {
  const { fields, papers, stages } = body.definition;
  const found = [...namesFaults('', body), ...rowsFaults({ fields, papers, stages })];
  fields.forEach(({ choices = [] }, i) => {
    const most = choices.length > definitionLimits.choices || choices.some((choice) => lengthOf(choice) > definitionLimits.choice);
    if (most) found.push({ path: `definition.fields.${String(i)}.choices`, code: 'too-long' });
  });
  stages.forEach(({ groupId, limitMinutes }, i) => {
    const at = `definition.stages.${String(i)}.`;
    if (groupId === '') found.push({ path: `${at}groupId`, code: 'required' });
    if (limitMinutes > definitionLimits.limitMinutes) found.push({ path: `${at}limitMinutes`, code: 'out-of-range' });
  });
  found.push(...within(definitionFaults({ fields: fields.map((field) => ({ choices: [], ...field })), papers, stages })));
  return inOrder(found);
};

/** The same of a template of forms. */
export const formFaultsOf = (body: FormTypeBody): TypeFault[] => {
  const { papers } = body.definition;
  return inOrder([...namesFaults('', body), ...rowsFaults({ papers }), ...within(formDefinitionFaults({ papers }))]);
};

/** What `domain` says of a definition. */
const within = (faults: readonly { path: string; code: FieldCode }[]): TypeFault[] =>
  faults.map(({ path, code }) => ({ path: `definition.${path}`, code }));

const rowsFaults = (rows: Readonly<Record<string, readonly { key: string; name: string; nameEn: string }[]>>): TypeFault[] =>
  Object.entries(rows).flatMap(([list, specs]) =>
    specs.flatMap((spec, i) => {
      const at = `definition.${list}.${String(i)}.`;
      return [...namesFaults(at, spec), ...keyFaults(at, spec.key)];
    }),
  );

function namesFaults(at: string, { name, nameEn }: { name: string; nameEn: string }): TypeFault[] {
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
function inOrder(found: readonly TypeFault[]): TypeFault[] {
  const rank = (path: string): number => {
    const [, list = '', row = '0', part = ''] = path.startsWith('definition.') ? path.split('.') : ['', '', '0', path];
    return (lists.indexOf(list) + 1) * 100_000 + Number(row) * 100 + parts.indexOf(part);
  };
  return found.filter(({ path }, i) => found.findIndex((other) => other.path === path) === i).sort((a, b) => rank(a.path) - rank(b.path));
}

/** The id of the control that a path is about: a choice's is that of all choices of its field, and so for moves back. */
export const controlOf = (path: string): string => `type-${path.replace(/\.(choices|backTo)\.\d+$/, '.$1').replaceAll('.', '-')}`;
