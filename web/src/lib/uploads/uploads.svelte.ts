/** The files of a form: chosen, uploaded, removed. Only uploaded files are sent with the form. */
import { t } from '#lib/i18n.svelte.ts';
import { forgetFile, keepFile, keptFile, sweepKeptFiles } from './kept-files.ts';
import { refusalOf } from './rules.ts';
import type { UploadRules } from './rules.ts';
import { Upload } from './upload.svelte.ts';

/** An uploaded file, as drafts store it. */
export interface KeptFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

export class Uploads {
  readonly rules: UploadRules;
  readonly #owner: string;
  items = $state<Upload[]>([]);
  /** Reasons why chosen files were not accepted. */
  refusals = $state<readonly string[]>([]);
  /** Files that were chosen before a reload and are being fetched back. */
  #returning = $state.raw<readonly KeptFile[]>([]);
  readonly #keeps: boolean;

  /** @param chosen files chosen before a reload and not uploaded; given, the browser keeps what is chosen from now on */
  constructor(rules: UploadRules, owner: string, kept: readonly KeptFile[] = [], chosen?: readonly KeptFile[]) {
    this.rules = rules;
    this.#owner = owner;
    this.#keeps = chosen !== undefined;
    this.#returning = chosen ?? [];
    this.items = kept.map((file) => new Upload(file, owner));
    if (chosen !== undefined) void this.#fetchBack(chosen);
  }

  async #fetchBack(chosen: readonly KeptFile[]): Promise<void> {
    for (const { id } of chosen) {
      const file = await keptFile(id);
      this.#returning = this.#returning.filter((other) => other.id !== id);
      if (file !== undefined) this.items.push(new Upload(file, this.#owner, id));
    }
    void sweepKeptFiles();
    await this.startAll();
  }

  /** Chosen files that are not uploaded, as drafts store them, under the keys by which the browser keeps them. */
  get chosen(): KeptFile[] {
    const unsent = this.items.filter(({ state }) => state !== 'uploaded' && state !== 'failed' && state !== 'cancelled');
    return [...this.#returning, ...unsent.map(({ key, name, size }) => ({ id: key, name, size }))];
  }

  /** Replaces all files, for example with those saved in another window. */
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
    return this.#returning.length > 0 || this.items.some((item) => item.underWay);
  }

  /** Chosen and not sent yet. */
  get waiting(): Upload[] {
    return this.items.filter((item) => item.canStart);
  }

  /** Reason why the form cannot be sent yet: a file would be left out unnoticed. Cancelled uploads do not count. */
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
      else {
        const item = new Upload(file, this.#owner);
        this.items.push(item);
        if (this.#keeps) void keepFile(item.key, file);
      }
    }
    this.refusals = refusals.filter((refusal, index) => refusals.indexOf(refusal) === index);
  }

  /** Adds a file that is uploaded already. @returns false when there are as many as allowed */
  take(file: KeptFile): boolean {
    if (this.items.length >= this.rules.maxFiles) {
      this.refusals = [t('files.tooMany', { count: this.rules.maxFiles })];
      return false;
    }
    this.items.push(new Upload(file, this.#owner));
    return true;
  }

  /** 点击上传: sends all waiting files, one after the other. */
  async startAll(): Promise<void> {
    for (const item of this.waiting) {
      if (!this.items.includes(item)) continue;
      await item.start();
      if (item.state === 'uploaded') this.#forget(item);
    }
  }

  #forget({ key }: Upload): void {
    if (this.#keeps) void forgetFile(key);
  }

  remove(item: Upload): void {
    void item.cancel();
    this.#forget(item);
    this.items = this.items.filter((other) => other.key !== item.key);
  }

  /** Stops running uploads and removes unsent files; uploaded files stay. */
  dropUnsent(): void {
    for (const item of this.items) if (item.state !== 'uploaded') this.remove(item);
  }

  clear(): void {
    for (const item of this.items) {
      void item.cancel();
      this.#forget(item);
    }
    this.items = [];
    this.refusals = [];
  }
}
