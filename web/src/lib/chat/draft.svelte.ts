/**
 * What is being written for one chat: text, files, the quoted message, note or message. It belongs to the chat, not to the box, and survives
 * a reload.
 */
import { lengthOf } from '../../../../domain/input/text.ts';
import { keepDraftText, keptDraftText } from '#lib/drafts.ts';
import type { UploadRules } from '#lib/uploads/rules.ts';
import { Uploads } from '#lib/uploads/uploads.svelte.ts';
import type { KeptFile } from '#lib/uploads/uploads.svelte.ts';
import { emptySending } from './outbox.ts';
import type { Sending } from './outbox.ts';

export interface Quoted {
  readonly seq: number;
  readonly name: string | null;
  readonly excerpt: string;
}

interface Kept {
  readonly text: string;
  readonly files: readonly KeptFile[];
  /** Chosen and not uploaded; absent in drafts of an earlier version. */
  readonly chosen?: readonly KeptFile[];
  readonly quoted: Quoted | null;
  readonly internal: boolean;
}

export class ChatDraft {
  text = $state('');
  quoted = $state.raw<Quoted | null>(null);
  /** Note among officers. */
  internal = $state(false);
  readonly uploads: Uploads;
  readonly #name: string;

  /**
   * @param name of the chat, unique in this browser together with the owner
   * @param owner separates several people in one browser
   */
  constructor(name: string, owner: string, rules: UploadRules) {
    this.#name = `chat.${owner}.${name}`;
    const text = keptDraftText(this.#name);
    const kept = text === null ? undefined : (JSON.parse(text) as Kept);
    this.uploads = new Uploads(rules, owner, kept?.files ?? [], kept?.chosen ?? []);
    if (kept === undefined) return;
    this.text = kept.text;
    this.quoted = kept.quoted;
    this.internal = kept.internal;
  }

  get length(): number {
    return lengthOf(this.text);
  }

  get empty(): boolean {
    return this.length === 0 && this.uploads.items.length === 0 && !this.uploads.underWay && this.quoted === null;
  }

  /** Stores it. Call it from an effect, which then follows every change. */
  keep(): void {
    const kept: Kept = {
      text: this.text,
      files: this.uploads.kept,
      chosen: this.uploads.chosen,
      quoted: this.quoted,
      internal: this.internal,
    };
    keepDraftText(this.#name, this.empty ? null : JSON.stringify(kept));
  }

  /** Puts a text where the caret was, or at the end. @returns the caret's new place */
  insert(text: string, from = this.text.length, to = from): number {
    this.text = this.text.slice(0, from) + text + this.text.slice(to);
    return from + text.length;
  }

  /** Takes the contents for sending and empties the draft; undefined when there is nothing to send. */
  take(): Sending | undefined {
    const files = this.uploads.kept;
    if ((this.length === 0 && files.length === 0) || this.uploads.hindrance !== undefined) return undefined;
    const sending: Sending = {
      ...emptySending,
      text: this.text.trim(),
      files,
      quotes: this.quoted?.seq ?? null,
      internal: this.internal,
    };
    this.text = '';
    this.quoted = null;
    this.uploads.items = [];
    this.uploads.refusals = [];
    this.keep();
    return sending;
  }
}
