import { messageServerKind } from './message/kind.ts';
import { serviceFormServerKind } from './service-form/kind.ts';
import { workOrderServerKind } from './work-order/kind.ts';
import type { ServerKinds } from './cases/server-kind.ts';

/** All kinds of case, as the server knows them. */
export const serverKinds: ServerKinds = {
  message: messageServerKind,
  'work-order': workOrderServerKind,
  'service-form': serviceFormServerKind,
};
