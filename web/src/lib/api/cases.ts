/** Cases and their commands by kind, as the API shows and takes them. */
import type { CaseKind } from '../../../../domain/case.ts';
import type { Case as AnyCase, CommandBody as MessageCommandBody, CommandType as MessageCommandType } from '../../../api/cases.ts';
import type { FormPart } from '../../../api/form-part.ts';
import type { FormCommandBody, FormCommandType } from '../../../api/forms.ts';
import type { OrderPart } from '../../../api/order-part.ts';
import type { OrderCommandBody, OrderCommandType } from '../../../api/orders.ts';

interface Parts {
  message: { readonly kind: 'message' };
  'work-order': { readonly kind: 'work-order'; readonly order: OrderPart };
  'service-form': { readonly kind: 'service-form'; readonly form: FormPart };
}
export type CaseOf<K extends CaseKind> = AnyCase & Parts[K];

interface Bodies {
  message: { [C in MessageCommandType]: MessageCommandBody<C> };
  'work-order': { [C in OrderCommandType]: OrderCommandBody<C> };
  'service-form': { [C in FormCommandType]: FormCommandBody<C> };
}
export type CommandType<K extends CaseKind> = keyof Bodies[K] & string;
export type CommandBody<K extends CaseKind, C extends CommandType<K>> = Bodies[K][C];
