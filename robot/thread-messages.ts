/** What a process and the robot's thread say to each other. */
import type { Robot } from './robot.ts';

export interface RobotThreadData {
  databaseUrl: string;
  /** Whether it learns when knowledge has changed. */
  learns: boolean;
}

type Call<Name extends keyof Robot> = { type: 'asked'; id: number; call: Name; parameters: Parameters<Robot[Name]> };
/** A call of the port `Robot`. */
export type Asked = { [Name in keyof Robot]: Call<Name> }[keyof Robot];

export type Told = Asked | { type: 'stop' };

export type Said =
  | { type: 'answered'; id: number; value: unknown }
  | { type: 'failed'; id: number; message: string; code?: string }
  | { type: 'trouble'; message: string };
