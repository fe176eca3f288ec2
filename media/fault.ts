import type { MediaFault } from '../web/api/media.ts';

/** An error that the page can understand. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: MediaFault;

  constructor(code: MediaFault) {
    super(code);
    this.code = code;
  }
}
