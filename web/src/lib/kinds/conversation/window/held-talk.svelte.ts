/** The taxpayer's conversation, held while the window is open, whatever page it shows. */
import type { Talk } from './talk.svelte.ts';

let held = $state.raw<Talk>();

/** Holds a conversation; returns how to let go of it. */
export const hold = (talk: Talk): (() => void) => {
  held = talk;
  return () => {
    // The next identity's conversation may be held already.
    if (held === talk) held = undefined;
  };
};

export const heldTalk = (): Talk => {
  if (held === undefined) throw new Error('the window holds no conversation');
  return held;
};
