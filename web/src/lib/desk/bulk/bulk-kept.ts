/** The command to many cases that an officer gave in this tab, so that a page that is opened again shows it again. */
import type { BulkCommand } from '../../../../../domain/bulk.ts';
import type { BulkBody } from '../../../../api/bulk.ts';

export interface KeptRun {
  readonly id: string;
  /** What is asked for, until an answer has come. */
  readonly asked: BulkBody | null;
  /** To whom the cases go. */
  readonly name: string;
  /** Whether its dialog was closed. */
  readonly away: boolean;
}

const nameOf = (command: BulkCommand, officerId: string): string => `zhengna.bulk.${command}.${officerId}`;

/** Storage may be forbidden, or full: then a run is known as long as the page lasts. */
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
