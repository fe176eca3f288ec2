/** A wish to do something again, followed by effects like any other state. */
export interface Turns {
  /** Within an effect: runs it again at the next wish. */
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
