/** Behaviour of simulated people. Times are in milliseconds of the simulated clock; `speed` shortens them. */
export interface Habits {
  /** Time between two messages of one person, on average. */
  typingMs: number;
  /** Number of messages of a taxpayer to an officer. */
  rounds: readonly [least: number, most: number];
  /** Time a taxpayer waits for an officer before they leave the queue. */
  patienceMs: number;
  /** Share of taxpayers who ask for an officer after the robot's answer. */
  wantsOfficer: number;
  /** Share of those who leave a 留言 when nobody came. */
  leavesMessage: number;
  /** Share of officers' offers that are declined. */
  declines: number;
  /** Share of conversations that an officer hands over to a colleague once. */
  handsOver: number;
  /** Share of conversations with an officer in which the taxpayer sends a file. */
  sendsFile: number;
  /** Shares of conversations from which the officer opens an order, and sends a form. */
  opensOrder: number;
  sendsForm: number;
}

export const usualHabits: Habits = {
  typingMs: 20_000,
  rounds: [2, 8],
  patienceMs: 300_000,
  wantsOfficer: 0.6,
  leavesMessage: 0.5,
  declines: 0.03,
  handsOver: 0.08,
  sendsFile: 0.2,
  opensOrder: 0.12,
  sendsForm: 0.1,
};

/** Arrivals by hour of the day, as shares of the busiest hour. */
export const arrivals: readonly number[] = [
  0.02, 0.01, 0.01, 0.01, 0.01, 0.03, 0.08, 0.2, 0.6, 1, 0.95, 0.75, 0.4, 0.6, 0.9, 0.95, 0.85, 0.6, 0.25, 0.2, 0.15, 0.1, 0.06, 0.03,
];

/** Returns the habits with all times shortened. @param speed 1 for real time, 60 for a minute a second */
export const faster = (habits: Habits, speed: number): Habits => ({
  ...habits,
  typingMs: habits.typingMs / speed,
  patienceMs: habits.patienceMs / speed,
});
