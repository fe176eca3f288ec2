import { inOrder, namesFaults, rowsFaults, within } from '#lib/admin/type-faults.ts';
import type { TypeFault } from '#lib/admin/type-faults.ts';
import { definitionLimits } from '../../../../../../domain/definition-limits.ts';
import { lengthOf } from '../../../../../../domain/input/text.ts';
import { definitionFaults } from '../../../../../../domain/work-order/type.ts';
import type { OrderTypeBody } from '../../../../../api/work-order/types.ts';

/** Faults of a type of work order: one per place, in the order of the form. */
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
