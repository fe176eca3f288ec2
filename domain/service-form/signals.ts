import type { Signals } from '../kind.ts';
import type { ServiceFormCommand } from './form.ts';

/** What other cases tell a form. */
export const serviceFormSignals: Signals<ServiceFormCommand> = { orderEnded: () => ({ type: 'orderEnded' }) };
