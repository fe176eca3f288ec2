/** The bulk reassignment that an officer began in this tab, so that a page that is opened again shows it again. */
import type { BulkBody } from '../../../api/bulk.ts';

export interface KeptRun {
  readonly id: string;
  /** What is asked for, until an answer has come. */
  readonly asked: BulkBody | null;
  /** To whom the cases go. */
  readonly name: string;
  /** Whether its dialog was closed. */
  readonly away: boolean;
}

const nameOf = (officerId: string): string => `zhengna.bulk.${officerId}`;

/** Storage may be forbidden, or full: then a run is known as long as the page lasts. */
const tried = <Result>(work: () => Result): Result | undefined => {
  try {
    return work();
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
};

export const keptRun = (officerId: string): KeptRun | undefined => {
  const text = tried(() => window.sessionStorage.getItem(nameOf(officerId)));
  return typeof text === 'string' ? (JSON.parse(text) as KeptRun) : undefined;
};

export const keepRun = (officerId: string, kept: KeptRun | undefined): void => {
  tried(() => {
    if (kept === undefined) window.sessionStorage.removeItem(nameOf(officerId));
    else window.sessionStorage.setItem(nameOf(officerId), JSON.stringify(kept));
  });
};
