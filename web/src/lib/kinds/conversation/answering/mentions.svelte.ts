/** Mentioning colleagues in a note: who can be mentioned, and whom a text mentions. */
import { ask } from '#lib/desk/shell/ask.ts';
import type { ConversationTargets } from '../../../../../api/conversation/desk.ts';

export interface Colleague {
  readonly id: string;
  readonly name: string;
}

let colleagues = $state.raw<readonly Colleague[]>();
let asked = false;

export const mentionable = {
  /** Colleagues of the centre; undefined until loaded. */
  get items(): readonly Colleague[] | undefined {
    return colleagues;
  },
  /** Reads them, once. */
  load: (): void => {
    if (asked) return;
    asked = true;
    ask<ConversationTargets>('/api/desk/conversations/targets').then(
      (targets) => {
        colleagues = targets.colleagues.map(({ id, name }) => ({ id, name }));
      },
      () => {
        asked = false;
      },
    );
  },
};
