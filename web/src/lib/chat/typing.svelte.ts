/** "正在输入…" in one chat: never stored, and gone by itself. */
import { sayTyping } from '#lib/api/live.svelte.ts';
import type { TopicName } from '../../../api/live.ts';

type Side = 'taxpayer' | 'officer';

/** Without a new sign, the other side has stopped typing. */
const typingMs = 5_000;
const typingEveryMs = 3_000;

export class TypingSign {
  /** Side that is typing on another page. */
  side = $state<Side>();
  #ends: ReturnType<typeof setTimeout> | undefined;
  #saidAt = 0;

  show(side: Side): void {
    this.side = side;
    clearTimeout(this.#ends);
    this.#ends = setTimeout(() => {
      this.side = undefined;
    }, typingMs);
  }

  stop(): void {
    clearTimeout(this.#ends);
    this.side = undefined;
  }

  /** Tells the other side that this person is typing. */
  say(topic: TopicName): void {
    if (Date.now() - this.#saidAt < typingEveryMs) return;
    this.#saidAt = Date.now();
    sayTyping(topic);
  }
}
