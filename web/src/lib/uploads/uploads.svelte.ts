/** The files of one form: chosen, sent, taken out again. Only those uploaded go with the form. */
import { t } from '#lib/i18n.svelte.ts';
import { refusalOf } from './rules.ts';
import type { UploadRules } from './rules.ts';
import { Upload } from './upload.svelte.ts';

/** An uploaded file as a draft keeps it. */
export interface KeptFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

export class Uploads {
  readonly rules: UploadRules;
  readonly #owner: string;
  items = $state<Upload[]>([]);
  /** Why chosen files were not taken. */
  refusals = $state<readonly string[]>([]);

  constructor(rules: UploadRules, owner: string, kept: readonly KeptFile[] = []) {
    this.rules = rules;
    this.#owner = owner;
    this.items = kept.map((file) => new Upload(file, owner));
  }

  /** Has these instead of what there is, for example because they were saved in another window. */
  replace(kept: readonly KeptFile[]): void {
    this.clear();
    this.items = kept.map((file) => new Upload(file, this.#owner));
  }

  get ids(): string[] {
    return this.items.flatMap((item) => (item.state === 'uploaded' && item.id !== undefined ? [item.id] : []));
  }

  get kept(): KeptFile[] {
    return this.items.flatMap((item) =>
      item.state === 'uploaded' && item.id !== undefined ? [{ id: item.id, name: item.name, size: item.size }] : [],
    );
  }

  get underWay(): boolean {
    return this.items.some((item) => item.underWay);
  }

  /** Chosen, but not yet sent. */
  get waiting(): Upload[] {
    return this.items.filter((item) => item.canStart);
  }

  /** Why what is entered cannot go yet: a file would stay behind unnoticed. Whoever cancelled an upload meant it to. */
  get hindrance(): string | undefined {
    if (this.underWay) return t('files.underWay');
    const left = this.items.filter(({ state }) => state === 'chosen' || state === 'failed').length;
    return left === 0 ? undefined : t('files.left', { count: left });
  }

  add(files: readonly File[]): void {
    const refusals: string[] = [];
    for (const file of files) {
      const refusal = refusalOf(file, this.rules);
      if (refusal !== undefined) refusals.push(refusal);
      else if (this.items.length >= this.rules.maxFiles) refusals.push(t('files.tooMany', { count: this.rules.maxFiles }));
      else this.items.push(new Upload(file, this.#owner));
    }
    this.refusals = refusals.filter((refusal, index) => refusals.indexOf(refusal) === index);
  }

  /** 点击上传: sends everything that waits, one after the other. */
  async startAll(): Promise<void> {
    for (const item of this.waiting) if (this.items.includes(item)) await item.start();
  }

  remove(item: Upload): void {
    void item.cancel();
    this.items = this.items.filter((other) => other.key !== item.key);
  }

  /** Stops what is on its way and takes out what has not been sent; what is uploaded stays. */
  dropUnsent(): void {
    for (const item of this.items) if (item.state !== 'uploaded') this.remove(item);
  }

  clear(): void {
    for (const item of this.items) void item.cancel();
    this.items = [];
    this.refusals = [];
  }
}
