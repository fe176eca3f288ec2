import type { Joined } from '../../../web/api/media.ts';

/** What a test asks of the page. */
export interface CallPage {
  /**
   * Joins a call, sends camera and microphone, and shows what it receives.
   * @returns milliseconds until the first picture of the other side
   */
  join(path: string, token: string): Promise<number>;
  /** Returns the ways that are in use, as `relay over tcp`. */
  ways(): Promise<string[]>;
  /** Asks relays for an address. Returns the kinds of candidates, and the codes of errors. */
  gather(iceServers: Joined['iceServers']): Promise<{ candidates: string[]; errors: number[] }>;
}
