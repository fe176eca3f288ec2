/**
 * What a taxpayer has entered in a form, and how it stands to what is saved on the server.
 *
 * 1. As long as nothing was entered since, it follows what is saved, in whatever window that was.
 * 2. What was entered stays, whatever is saved elsewhere; the page says that they differ.
 */
import type { Uploads, KeptFile } from '#lib/uploads/uploads.svelte.ts';
import type { ServiceFormContents, FormDraft } from './entries-draft.ts';

export class ServiceFormEntries {
  /** By the paper's key: one and the same file may go with several papers, each has its own way to the server. */
  readonly uploads: Readonly<Record<string, Uploads>>;
  words = $state('');
  readonly #keys: readonly string[];
  #base = $state('');

  /**
   * @param keys of the papers that can be handed in
   * @param draft what this browser kept, instead of what is saved
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

  /** The contents in a form that can be compared. */
  get sign(): string {
    return this.#signOf(this.contents);
  }

  /** What was saved when this was begun, or by this page since. */
  get base(): string {
    return this.#base;
  }

  get dirty(): boolean {
    return this.sign !== this.#base;
  }

  /** Files that are chosen or on their way: they would be lost with the page. */
  get unsent(): boolean {
    return Object.values(this.uploads).some((of) => of.underWay || of.waiting.length > 0);
  }

  /** Whether something else than was entered here has been saved meanwhile. */
  differsFrom(saved: ServiceFormContents): boolean {
    const sign = this.#signOf(saved);
    return sign !== this.#base && sign !== this.sign;
  }

  /** @param sign the contents as they were sent */
  savedAs(sign: string): void {
    this.#base = sign;
  }

  /** Rule 1. */
  follow(saved: ServiceFormContents): void {
    const sign = this.#signOf(saved);
    if (sign === this.#base) return;
    if (sign === this.sign) this.#base = sign;
    else if (!this.dirty && !this.unsent) this.take(saved);
  }

  /** Has what is saved instead of what was entered. */
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
