/**
 * The chats that an officer has open on one page, each with its own draft: texts, files and the choice of note or answer belong to the
 * conversation. A chat stays there while the officer has the conversation or looks at it, so that what was sent before a switch goes on
 * being sent.
 */
import { Chat } from '#lib/chat/chat.svelte.ts';
import { ChatDraft } from '#lib/chat/draft.svelte.ts';
import type { UploadRules } from '#lib/uploads/rules.ts';

export interface OpenChat {
  readonly chat: Chat;
  readonly draft: ChatDraft;
  readonly stop: () => void;
}

export class OpenChats {
  readonly #owner: string;
  readonly #rules: UploadRules;
  #open = $state.raw<ReadonlyMap<string, OpenChat>>(new Map());

  /** @param owner id of the officer */
  constructor(owner: string, rules: UploadRules) {
    this.#owner = owner;
    this.#rules = rules;
  }

  get(id: string): OpenChat | undefined {
    return this.#open.get(id);
  }

  /** True when something is written and not sent. */
  drafted(id: string): boolean {
    const draft = this.#open.get(id)?.draft;
    return draft !== undefined && !draft.empty;
  }

  /** Opens the chats of these conversations and closes all others. */
  keep(ids: ReadonlySet<string>): void {
    const kept = new Map([...this.#open].filter(([id]) => ids.has(id)));
    for (const [id, { stop }] of this.#open) if (!ids.has(id)) stop();
    for (const id of ids) {
      if (kept.has(id)) continue;
      const chat = new Chat(id, this.#owner);
      kept.set(id, { chat, draft: new ChatDraft(id, this.#owner, this.#rules), stop: chat.start() });
    }
    this.#open = kept;
  }

  close(): void {
    this.keep(new Set());
  }
}
