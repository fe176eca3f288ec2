import { isDeepStrictEqual } from 'node:util';

import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Knex } from 'knex';
import pMap from 'p-map';

import { createGoOn, type GoOnDeps } from '../activities/go-on.ts';
import { unarchivedRuns } from '../db/archive.ts';
import { wrongBoardCounts } from '../db/board-counts.ts';
import { standColumns } from '../db/chat/stand.ts';
import { factColumns, imageColumns, taskColumns } from '../db/projection.ts';
import { misplacedCases } from '../db/slots/misplaced.ts';
import { linksOf, toldBy, type AnyEventRules } from '../domain/events.ts';
import { differingColumns, imagesAfter, partnerOf, recordedEvent, type ImageRow } from '../db/verification.ts';
import { caseKinds, type CaseKind } from '../domain/case.ts';
import { kinds } from '../domain/kinds.ts';
import { stateQuery, workflowIdOf, workflowTypeOf, type GoOnOutcome } from '../workflows/contract.ts';

export interface Discrepancy {
  /** `board` for wrong counts of the board. */
  caseId: string;
  what: string;
}

interface Patience {
  /** Milliseconds before a difference is checked again, because a command may be in progress. */
  secondLookMs: number;
  /** Milliseconds after its start in which a workflow may be without a projection. */
  firstImageMs: number;
}

const usualPatience: Patience = { secondLookMs: 2_000, firstImageMs: 10_000 };

const pageSize = 200;

/** Number of concurrent queries, low enough to leave the answering workers capacity for their other work. */
const concurrency = 16;

/**
 * Compares the projections with the workflows (K2):
 * 1. Every live case has a running workflow whose state equals the projection. The workflow of an ended case has ended, or runs with the
 *    same state because something is still owed (a short message). A closed case has no to-do, though it may wait for a rating.
 * 2. A case's events count from 1 without gaps up to its version. Its columns and its to-do match its state, and its report columns match
 *    its events.
 *    The chat's stand matches the state, its lines match the events, and its messages are numbered from 1 without gaps.
 * 3. Every notice that the events owe exists once; none of a closed case is still pending.
 * 4. It is linked to exactly the cases that its events reference, and all of them exist.
 * 5. Every running workflow has its projection.
 * 6. The board's counts equal a count of the to-dos.
 * 7. A case waits for another exactly while that one is open, so the signal of its end has arrived. One whose workflow still runs may be
 *    about to send it.
 * 8. The history of an ended case is archived or queued.
 * 9. An open case has exactly the places that its state keeps. Every place is its taxpayer's, at a centre of its region.
 * @param patience tolerance for commands in progress
 * @returns number of cases checked, and the discrepancies
 */
export async function verify(
  knex: Knex,
  client: Client,
  patience: Partial<Patience> = {},
): Promise<{ cases: number; discrepancies: Discrepancy[] }> {
  const { secondLookMs, firstImageMs } = { ...usualPatience, ...patience };
  const discrepancies: Discrepancy[] = [];
  let cases = 0;
  let page: ImageRow[] = [];
  do {
    page = await imagesAfter(knex, page.at(-1)?.id ?? null, pageSize);
    cases += page.length;
    const found = await pMap(page, (row) => findings(knex, client, row, secondLookMs), { concurrency });
    page.forEach(({ id }, at) => found[at]?.forEach((what) => discrepancies.push({ caseId: id, what })));
  } while (page.length > 0);
  for (const kind of caseKinds)
    for await (const caseId of runningWithoutImage(knex, client, kind, firstImageMs))
      discrepancies.push({ caseId, what: 'its workflow runs, but it has no image' });
  for (const what of await wrongBoardCounts(knex)) discrepancies.push({ caseId: 'board', what });
  for (const caseId of await misplacedCases(knex)) discrepancies.push({ caseId, what: 'it has a place of another taxpayer or region' });
  for (const { caseId, attempts, error } of await unarchivedRuns(knex))
    discrepancies.push({ caseId, what: `its history could not be archived in ${String(attempts)} attempts: ${error}` });
  return { cases, discrepancies };
}

/**
 * Resumes every case that differs from its workflow.
 * @returns outcome by case id
 */
export async function repair(deps: GoOnDeps, patience: Partial<Patience> = {}): Promise<Map<string, GoOnOutcome>> {
  const { discrepancies } = await verify(deps.knex, deps.client, patience);
  const goOn = createGoOn(deps);
  const ids = new Set(discrepancies.map(({ caseId }) => caseId).filter((id) => id !== 'board'));
  const outcomes = await pMap(ids, async (id) => [id, await goOn(id)] as const, { concurrency });
  return new Map(outcomes);
}

async function findings(knex: Knex, client: Client, row: ImageRow, secondLookMs: number): Promise<string[]> {
  const first = await look(knex, client, row);
  if (first.length === 0) return first;
  await new Promise((resolve) => setTimeout(resolve, secondLookMs));
  const fresh = (await imagesAfter(knex, predecessor(row.id), 1))[0];
  return fresh?.id === row.id ? await look(knex, client, fresh) : ['it is gone'];
}

async function look(knex: Knex, client: Client, row: ImageRow): Promise<string[]> {
  return [...(await againstWorkflow(client, row)), ...inItself(row), ...(await withPartners(knex, client, row))];
}

async function againstWorkflow(client: Client, row: ImageRow): Promise<string[]> {
  const handle = client.workflow.getHandle(workflowIdOf(row.state.kind, row.id));
  try {
    const { status } = await handle.describe();
    if (status.name !== 'RUNNING') return row.live ? [`it is ${lifeOf(row)}, but its workflow is ${status.name}`] : [];
    const state = await handle.query(stateQuery);
    return isDeepStrictEqual(JSON.parse(JSON.stringify(state)), row.state)
      ? []
      : [`the workflow is at version ${String(state.version)} (${state.status}), the image at ${String(row.version)} (${row.status})`];
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    return row.live ? [`it is ${lifeOf(row)}, but has no workflow`] : [];
  }
}

const lifeOf = ({ closed }: ImageRow): string => (closed ? 'not over' : 'open');

function inItself({ state, image, events, task, chat, links, notices, places, version, closed }: ImageRow): string[] {
  const found: string[] = [];
  const kind = kinds[state.kind];
  if (!events.every((event, i) => event.version === i + 1) || events.length !== version)
    found.push(`its events are ${events.map((event) => event.version).join(', ')} of ${String(version)}`);
  const columns = differingColumns(image, imageColumns(state));
  if (columns.length > 0 || kind.isOpen(state) === closed) found.push(`its columns differ from its state: ${columns.join(', ')}`);
  const facts = differingColumns(image, factColumns({ state, events: events.map(recordedEvent) }));
  if (facts.length > 0) found.push(`its columns differ from its events: ${facts.join(', ')}`);
  if (kind.hasTask(state) !== (task !== null))
    found.push(task ? 'it is closed, but stands in the worklist' : 'it is open, but stands in no worklist');
  const inTask = task ? differingColumns(task, taskColumns(state)) : [];
  if (inTask.length > 0) found.push(`its to-do differs from its state: ${inTask.join(', ')}`);
  found.push(...inChat({ state, chat, events }));
  found.push(...amongLinks(kind.events, events, links));
  const keeps = kind.placesOf?.(state) ?? [];
  if (!closed && !isDeepStrictEqual(places.toSorted(), keeps.toSorted()))
    found.push(`it keeps the places [${keeps.join('; ')}], but has [${places.join('; ')}]`);
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

/** Compares the chat with the state, its lines with the events, and its numbers with each other. */
function inChat({ state, chat, events }: Pick<ImageRow, 'state' | 'chat' | 'events'>): string[] {
  const rules = kinds[state.kind].chat;
  if (rules === undefined) return chat === null ? [] : ['it has a chat, which its kind has not'];
  if (chat === null) return ['it has no chat'];
  const { passed_over: _passed, ...stand } = standColumns(state, rules.standOf(state));
  const columns = differingColumns(chat, stand);
  const told = events.filter(({ type }) => rules.lines.includes(type)).map(({ version }) => version);
  return [
    ...(columns.length > 0 ? [`its chat differs from its state: ${columns.join(', ')}`] : []),
    ...(chat.messages === chat.last_seq && chat.highest === chat.last_seq
      ? []
      : [`its chat has ${String(chat.messages)} messages up to ${String(chat.highest)}, and counts ${String(chat.last_seq)}`]),
    ...(isDeepStrictEqual(chat.lines, told)
      ? []
      : [`its chat has the lines of events ${chat.lines.join(', ')} instead of ${told.join(', ')}`]),
  ];
}

function amongLinks(rules: AnyEventRules, events: ImageRow['events'], links: ImageRow['links']): string[] {
  const named = events.map(recordedEvent).flatMap((event) => linksOf(rules, toldBy(event)));
  const linked = links.map(({ id }) => id);
  return [
    ...named.filter((id) => !linked.includes(id)).map((id) => `its events name ${id}, to which it is not linked`),
    ...linked.filter((id) => !named.includes(id)).map((id) => `it is linked to ${id}, which no event names`),
    ...links.filter(({ exists }) => !exists).map(({ id }) => `it is linked to ${id}, which is no case`),
  ];
}

/** Checks the case against the one it waits for and the one that waits for it. Their existence is checked by the links. */
async function withPartners(knex: Knex, client: Client, { id, state, closed }: ImageRow): Promise<string[]> {
  const kind = kinds[state.kind];
  const found: string[] = [];
  if (closed) return found;
  const awaited = kind.awaits?.(state) ?? null;
  const ended =
    awaited !== null && (await partnerOf(knex, awaited.id))?.closed === true && (await isOver(client, awaited.kind, awaited.id));
  if (ended) found.push(`it waits for ${awaited.id}, which has ended`);
  const waiting = kind.awaitedBy?.(state) ?? null;
  const partner = waiting === null ? undefined : await partnerOf(knex, waiting.id);
  if (partner === undefined) return found;
  const waits = !partner.closed && kinds[partner.state.kind].awaits?.(partner.state)?.id === id;
  return waits ? found : [...found, `${partner.id} is to wait for it, and does not`];
}

async function isOver(client: Client, kind: CaseKind, id: string): Promise<boolean> {
  try {
    return (await client.workflow.getHandle(workflowIdOf(kind, id)).describe()).status.name !== 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return true;
    throw error;
  }
}

async function* runningWithoutImage(knex: Knex, client: Client, kind: CaseKind, firstImageMs: number): AsyncGenerator<string> {
  const query = `WorkflowType = '${workflowTypeOf(kind)}' AND ExecutionStatus = 'Running'`;
  let page: string[] = [];
  for await (const { workflowId, startTime } of client.workflow.list({ query, pageSize })) {
    if (Date.now() - startTime.getTime() < firstImageMs) continue;
    page.push(workflowId.slice(workflowIdOf(kind, '').length));
    if (page.length < pageSize) continue;
    yield* withoutImage(knex, client, kind, page);
    page = [];
  }
  yield* withoutImage(knex, client, kind, page);
}

async function* withoutImage(knex: Knex, client: Client, kind: CaseKind, ids: string[]): AsyncGenerator<string> {
  const known = new Set(await knex('cases').whereIn('id', ids).pluck<string[]>('id'));
  for (const id of ids) if (!known.has(id) && !(await isOver(client, kind, id))) yield id;
}

/** Returns the id just before this one, so that a page starts at it. */
function predecessor(id: string): string {
  const before = (BigInt(`0x${id.replaceAll('-', '')}`) - 1n).toString(16).padStart(32, '0');
  return before.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
