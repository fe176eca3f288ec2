import type { Knex } from 'knex';

import { createRobot } from '../../robot/retrieval.ts';
import type { Robot } from '../../robot/robot.ts';

/**
 * A robot that finds by words, in this thread: tests of what is around it need no model. It learns nothing.
 * @throws what goes wrong behind its calls, as an unhandled rejection that fails the test
 */
export const wordsRobot = (knex: Knex): Robot =>
  createRobot(
    knex,
    { embedder: null, reason: 'not loaded in this test' },
    {
      onStale: () => undefined,
      onTrouble: (error) => void Promise.reject(error instanceof Error ? error : new Error(String(error))),
    },
  );
