/** Whom many invitations are for: a pasted list or an uploaded spreadsheet, and what a dry run found in it. */
import { createAttempt } from '#lib/api/attempt.svelte.ts';
import { ask } from '#lib/desk/shell/ask.ts';
import type { Uploads } from '#lib/uploads/uploads.svelte.ts';
import type { ManyBody, ManyCheck } from '../../../../../api/invitation/many.ts';

type Source = Pick<ManyBody, 'list' | 'uploadId'>;

/** What is entered beside the spreadsheet. */
export interface WhomEntry {
  readonly by: 'list' | 'file';
  readonly list: string;
}

export class Whom {
  readonly uploads: Uploads;
  readonly checking = createAttempt();
  by = $state<WhomEntry['by']>('list');
  list = $state('');
  #checked = $state.raw<{ readonly source: string; readonly check: ManyCheck }>();

  /** @param uploads for one spreadsheet */
  constructor(uploads: Uploads, kept: WhomEntry) {
    this.uploads = uploads;
    this.enter(kept);
  }

  enter({ by, list }: WhomEntry): void {
    this.by = by;
    this.list = list;
  }

  get entry(): WhomEntry {
    return { by: this.by, list: this.list };
  }

  /** What is sent; null while nothing is entered. */
  get source(): Source | null {
    if (this.by === 'list') return this.list.trim() === '' ? null : { list: this.list };
    const [uploadId] = this.uploads.ids;
    return uploadId === undefined ? null : { uploadId };
  }

  /** Result of the dry run of exactly what is entered now. */
  get check(): ManyCheck | undefined {
    return this.#checked?.source === JSON.stringify(this.source) ? this.#checked.check : undefined;
  }

  /** Number of taxpayers that can be invited; 0 until a dry run found no fault. */
  get count(): number {
    return this.check?.faulty === 0 ? this.check.taxpayers : 0;
  }

  async look(): Promise<void> {
    const { source } = this;
    if (source === null) return;
    await this.checking.run(source, async () => {
      const check = await ask<ManyCheck>('/api/bulk-invitations/checks', { method: 'POST', body: source });
      this.#checked = { source: JSON.stringify(source), check };
    });
  }
}
