/** The robot in a process of its own. One that dies is replaced; what it was asked fails, and is asked again by who needs it. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { Robot } from './robot.ts';
import type { Asked, RobotSettings, Said, Told } from './messages.ts';

/** Somebody waits for the answer; for a region to be ready, nobody does. Effects are worked out one after the other. */
const usualWithinMs = 20_000;
const withinMs: Partial<Record<keyof Robot, number>> = { prepare: 600_000, effect: 60_000 };
/** Calls that wait; more than that come from nobody who still waits. */
const mostWaiting = 2_000;
const restartAfterMs = 1_000;

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
  timer: NodeJS.Timeout;
}

export interface RemoteRobot extends Robot {
  stop(): Promise<void>;
}

/** @param onTrouble is told what goes wrong behind the calls; it contains nothing that people wrote */
export function createRemoteRobot(settings: RobotSettings, onTrouble: (error: unknown) => void): RemoteRobot {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let stopping = false;
  let child = start();

  function start(): ChildProcess {
    const started = fork(fileURLToPath(new URL('main.ts', import.meta.url)), { serialization: 'advanced' });
    started.on('message', hear);
    started.on('error', onTrouble);
    started.on('exit', () => {
      for (const id of [...waiting.keys()])
        settle(id, ({ reject }) => {
          reject(new Error('the process of the robot has ended'));
        });
      if (stopping) return;
      onTrouble(new Error('the process of the robot has ended, and is started again'));
      setTimeout(() => {
        if (!stopping) child = start();
      }, restartAfterMs).unref();
    });
    tell(started, { type: 'begin', settings });
    return started;
  }

  /** A process that has ended is told nothing; its calls fail when it ends. */
  function tell(to: ChildProcess, told: Told): void {
    to.send(told, (error) => {
      if (error !== null && !stopping) onTrouble(error);
    });
  }

  function hear(said: Said): void {
    switch (said.type) {
      case 'answered':
        settle(said.id, ({ resolve }) => {
          resolve(said.value);
        });
        return;
      case 'failed':
        settle(said.id, ({ reject }) => {
          reject(Object.assign(new Error(said.message), said.code !== undefined && { code: said.code }));
        });
        return;
      case 'trouble':
        onTrouble(new Error(said.message));
    }
  }

  function settle(id: number, how: (waiting: Waiting) => void): void {
    const found = waiting.get(id);
    if (found === undefined) return;
    waiting.delete(id);
    clearTimeout(found.timer);
    how(found);
  }

  const call = <Name extends keyof Robot>(name: Name, ...parameters: Parameters<Robot[Name]>): ReturnType<Robot[Name]> =>
    new Promise((resolve, reject) => {
      if (waiting.size >= mostWaiting) {
        reject(new Error('the robot is asked too much'));
        return;
      }
      lastId += 1;
      const id = lastId;
      const timer = setTimeout(() => {
        settle(id, (late) => {
          late.reject(new Error('the robot took too long'));
        });
      }, withinMs[name] ?? usualWithinMs);
      waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, timer });
      tell(child, { type: 'asked', id, call: name, parameters } as Asked);
    }) as ReturnType<Robot[Name]>;

  return {
    answer: (question, context) => call('answer', question, context),
    entry: (id, context) => call('entry', id, context),
    search: (text, context, limit) => call('search', text, context, limit),
    effect: (change) => call('effect', change),
    prepare: (regionId) => call('prepare', regionId),
    state: () => call('state'),
    stop: async () => {
      stopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      tell(child, { type: 'stop' });
      const patience = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(patience);
    },
  };
}

/** @throws an Error that says why the robot finds without its model */
export async function checkModel(robot: Pick<Robot, 'state'>): Promise<void> {
  const { reason } = await robot.state();
  if (reason !== null) throw new Error(reason);
}
