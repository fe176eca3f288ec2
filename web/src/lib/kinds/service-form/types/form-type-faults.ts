import { inOrder, namesFaults, rowsFaults, within } from '#lib/admin/type-faults.ts';
import type { TypeFault } from '#lib/admin/type-faults.ts';
import { formDefinitionFaults } from '../../../../../../domain/service-form/template.ts';
import type { FormTypeBody } from '../../../../../api/service-form/types.ts';

/** Faults of a template: one per place, in the order of the form. */
export const formFaultsOf = (body: FormTypeBody): TypeFault[] => {
  const { papers } = body.definition;
  return inOrder([...namesFaults('', body), ...rowsFaults({ papers }), ...within(formDefinitionFaults({ papers }))]);
};
