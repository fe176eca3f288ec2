/** The thread of a web process in which the robot finds: inference and search would hold up the process's event loop. */
import { parentPort, workerData } from 'node:worker_threads';

import { connect, timeLimits } from '../db/connect.ts';
import { regionsWithKnowledge } from '../db/knowledge/entries.ts';
import { learnInThread } from './learning/learn-in-thread.ts';
import { loadEmbedder } from './meaning/embedder.ts';
import { createRobot, type Model } from './retrieval.ts';
import type { Asked, RobotThreadData, Said, Told } from './thread-messages.ts';

if (parentPort === null) throw new Error('this is a thread, not a program');
const port = parentPort;
const say = (said: Said): void => {
  port.postMessage(said);
};
const { databaseUrl, learns } = workerData as RobotThreadData;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Without the model the robot goes on by words. */
async function loadModel(): Promise<Model> {
  try {
    return { embedder: await loadEmbedder() };
  } catch (error) {
    return { embedder: null, reason: messageOf(error) };
  }
}

const knex = connect(databaseUrl, 4, timeLimits.web);
const trouble = (error: unknown): void => {
  say({ type: 'trouble', message: messageOf(error) });
};
const learning = learns ? learnInThread(databaseUrl, trouble) : null;
const robot = loadModel().then((model) =>
  createRobot(knex, model, { onStale: (regionId, source) => learning?.note(regionId, source), onTrouble: trouble }),
);

/** Regions with knowledge are made ready at once, one after the other. */
async function prepareAll(): Promise<void> {
  const ready = await robot;
  for (const regionId of await regionsWithKnowledge(knex)) await ready.prepare(regionId);
}
prepareAll().catch(trouble);

async function answerTo(asked: Asked): Promise<unknown> {
  const ready = await robot;
  switch (asked.call) {
    case 'answer':
      return ready.answer(...asked.parameters);
    case 'entry':
      return ready.entry(...asked.parameters);
    case 'search':
      return ready.search(...asked.parameters);
    case 'prepare':
      return ready.prepare(...asked.parameters);
    case 'state':
      return ready.state();
  }
}

port.on('message', (told: Told) => {
  if (told.type === 'stop') {
    Promise.all([learning?.stop(), knex.destroy()]).then(() => {
      port.close();
    }, trouble);
    return;
  }
  answerTo(told).then(
    (value) => {
      say({ type: 'answered', id: told.id, value });
    },
    (error: unknown) => {
      // The code says whether the database is away.
      const code = (error as { code?: unknown } | null)?.code;
      say({ type: 'failed', id: told.id, message: messageOf(error), ...(typeof code === 'string' && { code }) });
    },
  );
});
