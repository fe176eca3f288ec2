/** Stores an officer's bulk command in the tab's session storage, so that a reload shows it again. */
import type { BulkCommand } from '../../../../../domain/bulk.ts';
import type { BulkBody } from '../../../../api/bulk.ts';

export interface KeptRun {
  readonly id: string;
  /** The request, until an answer has arrived. */
  readonly asked: BulkBody | null;
  /** Name of the receiver. */
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

export const keptRun = (command: BulkCommand, officerId: string): KeptRun | undefined => {
  const text = tried(() => window.sessionStorage.getItem(nameOf(command, officerId)));
  return typeof text === 'string' ? (JSON.parse(text) as KeptRun) : undefined;
};

export const keepRun = (command: BulkCommand, officerId: string, kept: KeptRun | undefined): void => {
  tried(() => {
    if (kept === undefined) window.sessionStorage.removeItem(nameOf(command, officerId));
    else window.sessionStorage.setItem(nameOf(command, officerId), JSON.stringify(kept));
  });
};
