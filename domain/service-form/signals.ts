import type { Signals } from '../kind.ts';
import type { ServiceFormCommand } from './form.ts';

/** Signals from other cases to a form. */
export const serviceFormSignals: Signals<ServiceFormCommand> = { orderEnded: () => ({ type: 'orderEnded' }) };
