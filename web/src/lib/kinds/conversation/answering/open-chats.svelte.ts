/**
 * The chats that an officer has open on one page, each with its own draft: texts, files and the choice of note or answer belong to the
 * conversation. A chat stays there while the officer has the conversation or looks at it, so that what was sent before a switch goes on
 * being sent.
 */
import { Chat } from '#lib/chat/chat.svelte.ts';
import { ChatDraft } from '#lib/chat/draft.svelte.ts';
import type { UploadRules } from '#lib/uploads/rules.ts';

interface OpenChat {
  readonly id: string;
  readonly chat: Chat;
  readonly draft: ChatDraft;
  readonly stop: () => void;
}

export class OpenChats {
  readonly #owner: string;
  readonly #rules: UploadRules;
  #open = $state.raw<readonly OpenChat[]>([]);

  /** @param owner id of the officer */
  constructor(owner: string, rules: UploadRules) {
    this.#owner = owner;
    this.#rules = rules;
  }

  get(id: string): OpenChat | undefined {
    return this.#open.find((each) => each.id === id);
  }

  /** True when something is written and not sent. */
  drafted(id: string): boolean {
    const draft = this.get(id)?.draft;
    return draft !== undefined && !draft.empty;
  }

  /** Opens the chats of these conversations and closes all others. */
  keep(ids: readonly string[]): void {
    for (const { id, stop } of this.#open) if (!ids.includes(id)) stop();
    this.#open = ids.map((id) => this.get(id) ?? this.#opened(id));
  }

  close(): void {
    this.keep([]);
  }

  #opened(id: string): OpenChat {
    const chat = new Chat(id, this.#owner);
    return { id, chat, draft: new ChatDraft(id, this.#owner, this.#rules), stop: chat.start() };
  }
}
