import { isDeepStrictEqual } from 'node:util';

import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Knex } from 'knex';

import { imagesAfter, recordedEvent, type ImageRow } from '../db/verification.ts';
import { caseKinds, type CaseKind } from '../domain/case.ts';
import { kinds } from '../domain/kinds.ts';
import { stateQuery, workflowIdOf, workflowTypeOf } from '../workflows/contract.ts';

export interface Discrepancy {
  caseId: string;
  what: string;
}

/** A command may be under way while we look: what differs is looked at again after this many milliseconds. */
const secondLookMs = 2_000;

/**
 * Holds the image against what the workflows say (K2):
 * 1. Every open case has a running workflow whose state equals the image. That of a closed one has ended, or runs on with the
 *    same state because something is still owed (a short message); it has no to-do.
 * 2. A case's events count from 1 without gaps up to its version, and its to-do says what its state says.
 * 3. Every notice that the events owe is there once; none of a closed case is still to be sent.
 * 4. Every running workflow has its image.
 * @returns how many cases were looked at, and what was found
 */
export async function verify(knex: Knex, client: Client): Promise<{ cases: number; discrepancies: Discrepancy[] }> {
  const discrepancies: Discrepancy[] = [];
  let cases = 0;
  let page: ImageRow[] = [];
  do {
    page = await imagesAfter(knex, page.at(-1)?.id ?? null, 200);
    for (const row of page) {
      cases += 1;
      for (const what of await findings(knex, client, row)) discrepancies.push({ caseId: row.id, what });
    }
  } while (page.length > 0);
  for (const kind of caseKinds)
    for (const caseId of await runningWithoutImage(knex, client, kind))
      discrepancies.push({ caseId, what: 'its workflow runs, but it has no image' });
  return { cases, discrepancies };
}

async function findings(knex: Knex, client: Client, row: ImageRow): Promise<string[]> {
  const first = await look(client, row);
  if (first.length === 0) return first;
  await new Promise((resolve) => setTimeout(resolve, secondLookMs));
  const fresh = (await imagesAfter(knex, predecessor(row.id), 1))[0];
  return fresh?.id === row.id ? await look(client, fresh) : ['it is gone'];
}

async function look(client: Client, row: ImageRow): Promise<string[]> {
  return [...(await againstWorkflow(client, row)), ...inItself(row)];
}

async function againstWorkflow(client: Client, row: ImageRow): Promise<string[]> {
  const handle = client.workflow.getHandle(workflowIdOf(row.state.kind, row.id));
  try {
    const { status } = await handle.describe();
    if (status.name !== 'RUNNING') return row.closed ? [] : [`it is open, but its workflow is ${status.name}`];
    const state = await handle.query(stateQuery);
    return isDeepStrictEqual(JSON.parse(JSON.stringify(state)), row.state)
      ? []
      : [`the workflow is at version ${String(state.version)} (${state.status}), the image at ${String(row.version)} (${row.status})`];
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return row.closed ? [] : ['it is open, but has no workflow'];
  }
}

function inItself({ state, events, task, notices, version, closed, ...row }: ImageRow): string[] {
  const found: string[] = [];
  const kind = kinds[state.kind];
  if (!events.every((event, i) => event.version === i + 1) || events.length !== version)
    found.push(`its events are ${events.map((event) => event.version).join(', ')} of ${String(version)}`);
  if (kind.isOpen(state) === closed || state.version !== version || state.status !== row.status)
    found.push('its columns differ from its state');
  if (closed !== (task === null)) found.push(closed ? 'it is closed, but stands in the worklist' : 'it is open, but stands in no worklist');
  if (
    task &&
    (task.version !== version ||
      task.status !== state.status ||
      task.assignee_id !== state.assigneeId ||
      task.escalated !== (state.clock?.escalated ?? false))
  ) {
    found.push('its to-do differs from its state');
  }
  const owed = events
    .map(recordedEvent)
    .flatMap((event) => kind.noticesFor(event, state).map(({ kind, channel }) => `${String(event.version)} ${kind} ${channel}`));
  const kept = notices.map(({ version: at, kind, channel }) => `${String(at)} ${kind} ${channel}`);
  if (!isDeepStrictEqual(owed.toSorted(), kept.toSorted()))
    found.push(`it owes the notices [${owed.join('; ')}], but has [${kept.join('; ')}]`);
  if (closed && notices.some(({ status }) => status === 'pending' || status === 'sending'))
    found.push('it is closed, but a notice was not sent');
  return found;
}

async function runningWithoutImage(knex: Knex, client: Client, kind: CaseKind): Promise<string[]> {
  const missing: string[] = [];
  for await (const { workflowId, startTime } of client.workflow.list({
    query: `WorkflowType = '${workflowTypeOf(kind)}' AND ExecutionStatus = 'Running'`,
  })) {
    if (Date.now() - startTime.getTime() < 10_000) continue;
    const caseId = workflowId.slice(workflowIdOf(kind, '').length);
    const row = await knex('cases').where({ id: caseId }).first<{ id: string } | undefined>('id');
    if (!row && (await client.workflow.getHandle(workflowId).describe()).status.name === 'RUNNING') missing.push(caseId);
  }
  return missing;
}

/** The greatest id before this one, to begin a page at it. */
function predecessor(id: string): string {
  const before = (BigInt(`0x${id.replaceAll('-', '')}`) - 1n).toString(16).padStart(32, '0');
  return before.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
