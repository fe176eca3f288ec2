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
  /** Where cases are carried out. */
  taskQueue: string;
}

/** How long a workflow is waited for, in milliseconds: a worker may have to replay it. */
const patienceMs = 10_000;

/** A case's workflow, running or over. `standing` is its own account of itself; null when it is not there or does not know the query. */
interface Found {
  running: boolean;
  standing: Standing | null;
}

/**
 * Brings a case's workflow and its image to the same point, whichever of them is behind, and lets it go on:
 * 1. What the workflow has decided and the image lacks is written again, under the number that the case has.
 * 2. Where no workflow runs, or one that is behind or contradicts the image, a new run begins from the image: what people were
 *    shown stays. It takes over the policy, and the commands already carried out where they are known.
 * 3. A case that is right already stays as it is; doing it again does nothing.
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

/** @returns false when the workflow no longer knows all the events that the image lacks */
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
 * The workflow as it is. One that is over answers, too, as long as the server keeps its history.
 * @throws when the server does not answer, or no worker: then nothing may be concluded
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
