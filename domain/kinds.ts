import type { CaseKind } from './case.ts';
import type { AnyKind } from './kind.ts';
import { messageKind } from './message-kind.ts';
import { serviceFormKind } from './service-form/kind.ts';
import { workOrderKind } from './work-order/kind.ts';

/** All kinds of case there are. */
export const kinds: Record<CaseKind, AnyKind> = {
  message: messageKind,
  'work-order': workOrderKind,
  'service-form': serviceFormKind,
};
