/** A reactive trigger: effects that follow it run again. */
export interface Turns {
  /** In an effect: makes it run again at the next trigger. */
  readonly follow: () => number;
  readonly next: () => void;
}

export const turns = (): Turns => {
  let turn = $state(0);
  return {
    follow: () => turn,
    next: () => {
      turn += 1;
    },
  };
};
