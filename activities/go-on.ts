import { isDeepStrictEqual } from 'node:util';

import { QueryNotRegisteredError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Knex } from 'knex';

import { clearStalled, imageToGoOnFrom, type GoingOn } from '../db/going-on.ts';
import { caseKinds, type CaseKind, type CaseState } from '../domain/case.ts';
import type { KindTypes } from '../domain/kind.ts';
import {
  searchAttributesOf,
  standingQuery,
  summaryOf,
  workflowIdOf,
  workflowTypeOf,
  type CaseInput,
  type GoOnOutcome,
  type Standing,
} from '../workflows/contract.ts';
import { createProject } from './project.ts';

export interface GoOnDeps {
  knex: Knex;
  client: Client;
  /** Task queue of the case workflows. */
  taskQueue: string;
}

/** Timeout in milliseconds for a workflow's answer; a worker may have to replay it first. */
const patienceMs = 10_000;

/**
 * Workflow of a case, running or ended. `standing` is its answer to the query; null when there is no workflow or it does not know the
 * query.
 */
interface Found {
  running: boolean;
  standing: Standing | null;
}

/**
 * Reconciles a case's workflow with its projection, whichever is behind, and resumes the case:
 * 1. Events that the workflow has and the projection lacks are written again, under the existing case number.
 * 2. When no workflow runs, or it is behind or contradicts the projection, a new run starts from the projection: what people have seen
 *    stays. It gets the policy, and the handled commands if they are known.
 * 3. A consistent case stays unchanged, so repeating has no effect.
 */
export function createGoOn({ knex, client, taskQueue }: GoOnDeps) {
  const project = createProject(knex);

  return async (caseId: string): Promise<GoOnOutcome> => {
    const image = await imageToGoOnFrom(knex, caseId);
    const found = image ? await find(client, image.kind, caseId) : await findOfAnyKind(client, caseId);
    const { standing } = found;
    if (image === null) {
      if (standing === null) return 'nothing-known';
      return (await writeAgain(project, standing, 0)) ? 'written-again' : 'events-unknown';
    }

    let state = image.state;
    let written = false;
    if (standing !== null && !standing.stalled && standing.state.version > image.version) {
      if (!(await writeAgain(project, standing, image.version))) return 'events-unknown';
      state = standing.state;
      written = true;
    }
    const agrees = found.running && standing !== null && !standing.stalled && isSame(standing.state, state);
    if (!agrees && (written ? standing !== null && (await imageToGoOnFrom(knex, caseId))?.live === true : image.live)) {
      const policy = image.policy ?? standing?.policy ?? null;
      if (policy === null) return 'policy-unknown';
      await beginAnew({ client, taskQueue }, image, state, policy, standing);
      await clearStalled(knex, caseId);
      return 'begun-anew';
    }
    await clearStalled(knex, caseId);
    return written ? 'written-again' : image.live ? 'runs' : 'over';
  };
}

/** @returns false when the workflow no longer holds all events that the projection lacks */
async function writeAgain(project: ReturnType<typeof createProject>, standing: Standing, from: number): Promise<boolean> {
  const { state, policy, number } = standing;
  const events = standing.recent.filter(({ version }) => version > from);
  if (events[0]?.version !== from + 1 || events.at(-1)?.version !== state.version) return false;
  await project({ state, events, want: null, policy, ...(number !== '' && { number }) });
  return true;
}

async function beginAnew(
  { client, taskQueue }: Pick<GoOnDeps, 'client' | 'taskQueue'>,
  { id, kind, number }: GoingOn,
  state: CaseState,
  policy: unknown,
  standing: Standing | null,
): Promise<void> {
  const { regionId, centreId } = state;
  const opening = { id, regionId, centreId };
  const handled = standing?.handled.filter(([, { version }]) => version <= state.version) ?? [];
  const input: CaseInput<KindTypes> = { opening, policy, carried: { state, number, handled, owesShortMessages: true } };
  await client.workflow.start(workflowTypeOf(kind), {
    workflowId: workflowIdOf(kind, id),
    taskQueue,
    args: [input],
    workflowIdConflictPolicy: 'TERMINATE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    typedSearchAttributes: searchAttributesOf(kind, opening),
    staticSummary: summaryOf(kind),
  });
}

async function findOfAnyKind(client: Client, caseId: string): Promise<Found> {
  for (const kind of caseKinds) {
    const found = await find(client, kind, caseId);
    if (found.standing !== null) return found;
  }
  return { running: false, standing: null };
}

/**
 * Queries the workflow. An ended one answers, too, while the server keeps its history.
 * @throws when the server or the workers do not answer; then nothing can be concluded
 */
async function find(client: Client, kind: CaseKind, caseId: string): Promise<Found> {
  const handle = client.workflow.getHandle(workflowIdOf(kind, caseId));
  return await client.withDeadline(Date.now() + patienceMs, async () => {
    let running = false;
    try {
      running = (await handle.describe()).status.name === 'RUNNING';
      return { running, standing: await handle.query(standingQuery) };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return { running: false, standing: null };
      if (error instanceof QueryNotRegisteredError) return { running, standing: null };
      throw error;
    }
  });
}

const isSame = (of: CaseState, image: CaseState): boolean => isDeepStrictEqual(JSON.parse(JSON.stringify(of)), image);
