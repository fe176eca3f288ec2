import type { CaseKind } from './case.ts';
import type { AnyKind } from './kind.ts';
import { messageKind } from './message/kind.ts';
import { serviceFormKind } from './service-form/kind.ts';
import { workOrderKind } from './work-order/kind.ts';

const known = { message: messageKind, 'work-order': workOrderKind, 'service-form': serviceFormKind } as const;

/** All kinds of case there are. */
export const kinds: Record<CaseKind, AnyKind> = known;

/** What a case of some kind may be asked, and what may be begun from one. */
export type CommandType = (typeof known)[CaseKind]['commandTypes'][number];
