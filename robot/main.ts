/**
 * The robot as a process of its own, which another process starts and speaks to over its channel: inference and search would hold up an event
 * loop, and a fault in the model's native library must end nothing else. It ends with the process that started it.
 */
import { connect, timeLimits } from '../db/connect.ts';
import { regionsWithKnowledge } from '../db/knowledge/entries.ts';
import { learnInThread } from './learning/learn-in-thread.ts';
import { loadEmbedder } from './meaning/embedder.ts';
import type { Asked, RobotSettings, Said, Told } from './messages.ts';
import { createRobot, type Model } from './retrieval.ts';
import type { Robot } from './robot.ts';

const say = (said: Said): void => {
  // The channel is closed when the other process has ended, and this one is about to.
  if (process.connected) process.send?.(said);
};
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const trouble = (error: unknown): void => {
  say({ type: 'trouble', message: messageOf(error) });
};

/** Without the model the robot goes on by words. */
async function loadModel(): Promise<Model> {
  try {
    return { embedder: await loadEmbedder() };
  } catch (error) {
    return { embedder: null, reason: messageOf(error) };
  }
}

interface Running {
  robot: Promise<Robot>;
  stop: () => Promise<void>;
}

function begin({ databaseUrl, learns, effectMs }: RobotSettings): Running {
  const knex = connect(databaseUrl, 4, timeLimits.web);
  const learning = learns ? learnInThread(databaseUrl, trouble) : null;
  const robot = loadModel().then((model) =>
    createRobot(knex, model, { onStale: (regionId, source) => learning?.note(regionId, source), onTrouble: trouble }, effectMs),
  );
  /** Regions with knowledge are made ready at once, one after the other. */
  const prepareAll = async (): Promise<void> => {
    const ready = await robot;
    for (const regionId of await regionsWithKnowledge(knex)) await ready.prepare(regionId);
  };
  prepareAll().catch(trouble);
  return {
    robot,
    stop: async () => {
      await Promise.all([learning?.stop(), knex.destroy()]);
    },
  };
}

async function answerTo(asked: Asked, { robot }: Running): Promise<unknown> {
  const ready = await robot;
  switch (asked.call) {
    case 'answer':
      return ready.answer(...asked.parameters);
    case 'entry':
      return ready.entry(...asked.parameters);
    case 'search':
      return ready.search(...asked.parameters);
    case 'effect':
      return ready.effect(...asked.parameters);
    case 'prepare':
      return ready.prepare(...asked.parameters);
    case 'state':
      return ready.state();
  }
}

let running: Running | undefined;

async function stop(): Promise<void> {
  await running?.stop();
  process.disconnect();
}

process.on('message', (told: Told) => {
  switch (told.type) {
    case 'begin':
      running = begin(told.settings);
      return;
    case 'stop':
      stop().catch(trouble);
      return;
    case 'asked':
      if (running === undefined) throw new Error('asked before it began');
      answerTo(told, running).then(
        (value) => {
          say({ type: 'answered', id: told.id, value });
        },
        (error: unknown) => {
          // The code says whether the database is away.
          const code = (error as { code?: unknown } | null)?.code;
          say({ type: 'failed', id: told.id, message: messageOf(error), ...(typeof code === 'string' && { code }) });
        },
      );
  }
});
process.on('disconnect', () => process.exit());
// A terminal sends these to all its processes; the one that started this one says when to stop.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
