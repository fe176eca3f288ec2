/** Messages between a process and its robot process. */
import type { Robot } from './robot.ts';

export interface RobotSettings {
  databaseUrl: string;
  /** True when it learns from changed knowledge. */
  learns: boolean;
  /** Time after which an effect asks no more questions; without it, what an editor waits for. */
  effectMs?: number;
}

type Call<Name extends keyof Robot> = { type: 'asked'; id: number; call: Name; parameters: Parameters<Robot[Name]> };
/** A call of the port `Robot`. */
export type Asked = { [Name in keyof Robot]: Call<Name> }[keyof Robot];

/** `begin` is the first and comes once. */
export type Told = { type: 'begin'; settings: RobotSettings } | Asked | { type: 'stop' };

export type Said =
  | { type: 'answered'; id: number; value: unknown }
  | { type: 'failed'; id: number; message: string; code?: string }
  | { type: 'trouble'; message: string };
