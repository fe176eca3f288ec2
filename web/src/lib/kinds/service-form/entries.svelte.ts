/**
 * A taxpayer's entries in a form, and how they relate to the contents saved on the server.
 *
 * 1. Without unsaved entries, they follow the saved contents, whichever window saved them.
 * 2. Unsaved entries stay when something else is saved elsewhere; the page reports the difference.
 */
import type { Uploads, KeptFile } from '#lib/uploads/uploads.svelte.ts';
import type { ServiceFormContents, FormDraft } from './entries-draft.ts';

export class ServiceFormEntries {
  /** By key of the paper: the same file may be handed in for several papers, and each has its own upload. */
  readonly uploads: Readonly<Record<string, Uploads>>;
  words = $state('');
  readonly #keys: readonly string[];
  #base = $state('');

  /**
   * @param keys keys of the papers that can be handed in
   * @param draft stored draft, used instead of the saved contents
   */
  constructor(
    keys: readonly string[],
    saved: ServiceFormContents,
    draft: FormDraft | null,
    uploadsOf: (key: string, kept: readonly KeptFile[]) => Uploads,
  ) {
    const begun = draft ?? saved;
    this.#keys = keys;
    this.words = begun.words;
    this.uploads = Object.fromEntries(keys.map((key) => [key, uploadsOf(key, begun.files[key] ?? [])]));
    this.#base = draft?.base ?? this.#signOf(saved);
  }

  get contents(): ServiceFormContents {
    return { words: this.words, files: Object.fromEntries(Object.entries(this.uploads).map(([key, of]) => [key, of.kept])) };
  }

  /** The contents in comparable form. */
  get sign(): string {
    return this.#signOf(this.contents);
  }

  /** Contents saved when this was begun, or saved by this page since. */
  get base(): string {
    return this.#base;
  }

  get dirty(): boolean {
    return this.sign !== this.#base;
  }

  /** True while files are chosen or being uploaded: they would be lost with the page. */
  get unsent(): boolean {
    return Object.values(this.uploads).some((of) => of.underWay || of.waiting.length > 0);
  }

  /** True when contents other than the entries were saved elsewhere meanwhile. */
  differsFrom(saved: ServiceFormContents): boolean {
    const sign = this.#signOf(saved);
    return sign !== this.#base && sign !== this.sign;
  }

  /** @param sign the contents as they were sent */
  savedAs(sign: string): void {
    this.#base = sign;
  }

  /** Applies rule 1. */
  follow(saved: ServiceFormContents): void {
    const sign = this.#signOf(saved);
    if (sign === this.#base) return;
    if (sign === this.sign) this.#base = sign;
    else if (!this.dirty && !this.unsent) this.take(saved);
  }

  /** Replaces the entries by the saved contents. */
  take(saved: ServiceFormContents): void {
    this.words = saved.words;
    for (const [key, of] of Object.entries(this.uploads)) of.replace(saved.files[key] ?? []);
    this.#base = this.#signOf(saved);
  }

  dropUnsent(): void {
    for (const of of Object.values(this.uploads)) of.dropUnsent();
  }

  #signOf({ words, files }: ServiceFormContents): string {
    return JSON.stringify([words.trim(), this.#keys.map((key) => (files[key] ?? []).map(({ id }) => id))]);
  }
}
