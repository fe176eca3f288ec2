/** Stores an officer's bulk command in the tab's session storage, so that a reload shows it again. */
import type { BulkCommand } from '../../../../../domain/bulk.ts';
import type { BulkBody, BulkClearingBody } from '../../../../api/bulk.ts';

/** Request of each bulk command. */
export interface BulkAsked {
  reassign: BulkBody;
  handOver: BulkBody;
  moveBooking: BulkClearingBody;
  cancelBooking: BulkClearingBody;
  /** All that need it. */
  recount: Record<string, never>;
}

export interface KeptRun<C extends BulkCommand = BulkCommand> {
  readonly id: string;
  /** The request, until an answer has arrived. */
  readonly asked: BulkAsked[C] | null;
  /** Name of the receiver, or of what the run is about. */
  readonly name: string;
  /** True when its dialog was closed. */
  readonly away: boolean;
}

const nameOf = (command: BulkCommand, officerId: string): string => `zhengna.bulk.${command}.${officerId}`;

/** Storage may be forbidden or full; the run is then known only while the page lives. */
const tried = <Result>(work: () => Result): Result | undefined => {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
};

export const keptRun = <C extends BulkCommand>(command: C, officerId: string): KeptRun<C> | undefined => {
  const text = tried(() => window.sessionStorage.getItem(nameOf(command, officerId)));
  return typeof text === 'string' ? (JSON.parse(text) as KeptRun<C>) : undefined;
};

export const keepRun = <C extends BulkCommand>(command: C, officerId: string, kept: KeptRun<C> | undefined): void => {
  tried(() => {
    if (kept === undefined) window.sessionStorage.removeItem(nameOf(command, officerId));
    else window.sessionStorage.setItem(nameOf(command, officerId), JSON.stringify(kept));
  });
};
