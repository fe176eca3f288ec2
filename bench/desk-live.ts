/**
 * `npm run bench:desk-live`: officers of one centre with their lists open while cases change. In one run, side by side: the old way, where
 * every page fetches its list and its counts anew at every change, and ours, where a centre is told once for each moment and a page
 * fetches only what touches its rows. Prints requests, rows that PostgreSQL read and the time until a change stands in a list that shows
 * it, with the ratio of the old way to ours. Fails when ours does not ask five times more seldom, or takes longer than three seconds.
 *
 * OFFICERS, CHANGES (a minute) and SECONDS (of each way) set other sizes. DATABASE_URL names a server that may make databases, else one
 * is started.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Knex } from 'knex';

import { connect } from '../db/connect.ts';
import { createSession } from '../db/officers.ts';
import { LivePage } from '../tests/support/live-page.ts';
import type { WorklistItem, WorklistView } from '../web/api/desk.ts';
import type { LiveEvent, LiveMessage } from '../web/api/live.ts';
import { sessionCookie, sessionHash } from '../web/server/http/authenticate.ts';
import { usualLimits } from '../web/server/live/gateway.ts';
import { createLiveTickets } from '../web/server/live/tickets.ts';
import { calmly } from '../web/src/lib/desk/lists/calm.ts';
import { touches } from '../web/src/lib/desk/worklist/worklist-news.ts';
import { line, quantile } from './figures.ts';
import { inScratchDatabase, type Verdict } from './statements.ts';
import { startWeb } from './web.ts';
import { fillWorklist } from './worklist-data.ts';

const officers = Number(process.env['OFFICERS'] ?? 300);
const changesOfMinute = Number(process.env['CHANGES'] ?? 50);
const seconds = Number(process.env['SECONDS'] ?? 60);
/** Cases that each of them holds, on average. */
const tasksOfOfficer = 10;
const limits = { requestRatio: 5, seenMs: 3_000 };
/** As the pages have it: how calmly lists and counts are fetched, and how long a page waits at most so that not all ask at once. */
const [listEveryMs, countsEveryMs, spreadMs] = [400, 1_000, 600];

interface Figures {
  requests: number;
  rows: number;
  seen: number[];
}

async function measure(single: Knex, databaseUrl: string): Promise<Verdict> {
  line(`filling ${String(officers * tasksOfOfficer)} to-dos of one centre with ${String(officers)} officers …`);
  const { centreId } = await fillWorklist(single, { tasks: officers * tasksOfOfficer, centres: 1, officersOfCentre: officers });
  const knex = connect(databaseUrl, 20);
  try {
    line(`${String(seconds)} s of each way, ${String(changesOfMinute)} changes a minute`);
    const old = await run(knex, databaseUrl, centreId, 'old');
    const ours = await run(knex, databaseUrl, centreId, 'ours');
    return report(old, ours);
  } finally {
    await knex.destroy();
  }
}

function report(old: Figures, ours: Figures): Verdict {
  const ratio = (a: number, b: number): string => (b === 0 ? '–' : (a / b).toFixed(1));
  const row = (name: string, of: (figures: Figures) => number): void =>
    line(`${name.padEnd(34)}${of(old).toFixed(0).padStart(12)}${of(ours).toFixed(0).padStart(12)}${ratio(of(old), of(ours)).padStart(9)}`);
  line('');
  line(`${'what'.padEnd(34)}${'old way'.padStart(12)}${'ours'.padStart(12)}${'ratio'.padStart(9)}`);
  row('requests', ({ requests }) => requests);
  row('rows read', (figures) => figures.rows);
  row('lists that showed a change', ({ seen }) => seen.length);
  row('p50 until it stood there, ms', ({ seen }) => quantile(seen, 0.5));
  row('p95 until it stood there, ms', ({ seen }) => quantile(seen, 0.95));
  const good = old.requests >= ours.requests * limits.requestRatio && quantile(ours.seen, 0.95) <= limits.seenMs;
  return good ? 'good' : 'broken';
}

async function run(knex: Knex, databaseUrl: string, centreId: string, way: 'old' | 'ours'): Promise<Figures> {
  const secret = randomBytes(24).toString('hex');
  const tickets = createLiveTickets(secret);
  const onTrouble = (error: unknown): void => line(`trouble: ${String(error)}`);
  // The old way told every change by itself, at once.
  const limits = { ...usualLimits, paceFactor: way === 'old' ? 0 : 1 };
  const web = await startWeb(knex, { databaseUrl, secret, limits, onTrouble });
  const { host } = web;

  const ids = await knex('officers').where({ centre_id: centreId }).pluck<string[]>('id');
  const figures: Figures = { requests: 0, rows: 0, seen: [] };
  const changedAt = new Map<string, { version: number; at: number }>();
  const pages: OpenList[] = [];
  for (const [place, officerId] of ids.entries()) {
    const token = randomBytes(16).toString('hex');
    await createSession(knex, sessionHash(token), officerId, Date.now());
    const { ticket } = await tickets.issue({ kind: 'officer', id: officerId, role: 'agent', regionId: 'r1', centreId });
    const page = new OpenList(host, `${sessionCookie}=${token}`, officerId, place % 2 === 0 ? 'mine' : 'centre', way, figures, changedAt);
    await page.open(ticket, centreId);
    pages.push(page);
  }
  await sleep(2_000);
  const before = await rowsRead(knex);
  figures.requests = 0;
  figures.seen = [];
  const end = Date.now() + seconds * 1_000;
  for (let next = Date.now(); next < end; next += 60_000 / changesOfMinute) {
    await sleep(Math.max(0, next - Date.now()));
    await changeOne(knex, centreId, ids, changedAt);
  }
  await sleep(4_000);
  figures.rows = (await rowsRead(knex)) - before;
  for (const page of pages) page.close();
  await web.close();
  return figures;
}

/** The requests of an officer's browser with the worklist open. */
class OpenList {
  #rows: WorklistItem[] = [];
  #more = false;
  #page: LivePage | null = null;
  readonly #known = new Map<string, number>();
  readonly #list = calmly(() => void this.#fetchList().catch(() => undefined), listEveryMs);
  readonly #counts = calmly(() => void this.#ask('/api/worklist/counts').catch(() => undefined), countsEveryMs);
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #host: string;
  readonly #cookie: string;
  readonly #officerId: string;
  readonly #view: WorklistView;
  readonly #way: 'old' | 'ours';
  readonly #figures: Figures;
  readonly #changedAt: ReadonlyMap<string, { version: number; at: number }>;

  constructor(
    host: string,
    cookie: string,
    officerId: string,
    view: WorklistView,
    way: 'old' | 'ours',
    figures: Figures,
    changedAt: ReadonlyMap<string, { version: number; at: number }>,
  ) {
    this.#host = host;
    this.#cookie = cookie;
    this.#officerId = officerId;
    this.#view = view;
    this.#way = way;
    this.#figures = figures;
    this.#changedAt = changedAt;
  }

  async open(ticket: string, centreId: string): Promise<void> {
    const page = await LivePage.open(`ws://${this.#host}/api/live`, ticket);
    this.#page = page;
    await page.follow(`worklist/${centreId}`);
    await this.#fetchList();
    page.socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as LiveMessage;
      if (message.type === 'event') this.#hear(message);
    });
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#list.stop();
    this.#counts.stop();
    this.#page?.socket.terminate();
  }

  #hear(event: LiveEvent): void {
    if (event.kind !== 'worklist') return;
    if (this.#way === 'old') {
      this.#list.wish();
      this.#counts.wish();
      return;
    }
    const { changes } = event.body;
    const shown = { filters: { view: this.#view, sort: 'due' as const }, officerId: this.#officerId, rows: this.#rows, more: this.#more };
    if (changes.some((change) => touches(change, shown))) this.#soon(this.#list.wish);
    if (changes.some(({ standing }) => standing?.assigneeId === this.#officerId)) this.#soon(this.#counts.wish);
  }

  #soon(work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, Math.random() * spreadMs);
    this.#timers.add(timer);
  }

  async #fetchList(): Promise<void> {
    const { items, next } = (await this.#ask(`/api/worklist?view=${this.#view}&size=30`)) as { items: WorklistItem[]; next: string | null };
    this.#rows = items;
    this.#more = next !== null;
    for (const { id, version } of items) {
      const change = this.#changedAt.get(id);
      if (change && version >= change.version && (this.#known.get(id) ?? 0) < change.version)
        this.#figures.seen.push(Date.now() - change.at);
      this.#known.set(id, version);
    }
  }

  async #ask(path: string): Promise<unknown> {
    this.#figures.requests += 1;
    const response = await fetch(`http://${this.#host}${path}`, { headers: { cookie: this.#cookie } });
    if (!response.ok) throw new Error(`${path} was answered ${String(response.status)}`);
    return await response.json();
  }
}

/** What a command does to the image: the case goes on, and every fifth goes to somebody else. Half are among the most urgent. */
async function changeOne(
  knex: Knex,
  centreId: string,
  officerIds: readonly string[],
  changedAt: Map<string, { version: number; at: number }>,
): Promise<void> {
  const urgent = Math.random() < 0.5;
  const found = knex('tasks').where({ centre_id: centreId }).limit(1).select<{ case_id: string }[]>('case_id');
  if (urgent)
    void found
      .where({ turn: 'officer' })
      .orderBy(['rank', 'due_at', 'case_id'])
      .offset(Math.floor(Math.random() * 30));
  else void found.orderByRaw('random()');
  const [task] = await found;
  if (!task) throw new Error('the centre has nothing to do');
  const to = Math.random() < 0.2 ? { assignee_id: officerIds[Math.floor(Math.random() * officerIds.length)] } : {};
  const version = await knex.transaction(async (trx) => {
    const [row] = await trx('cases')
      .where({ id: task.case_id })
      .update({ version: trx.raw('version + 1'), ...to })
      .returning<{ version: number }[]>('version');
    await trx('tasks')
      .where({ case_id: task.case_id })
      .update({ version: row?.version ?? 0, urges: trx.raw('urges + 1'), ...to });
    return row?.version ?? 0;
  });
  changedAt.set(task.case_id, { version, at: Date.now() });
}

/** Rows that scans have read in this database so far; what backends have counted is there after a second. */
async function rowsRead(knex: Knex): Promise<number> {
  await sleep(1_500);
  const { rows } = await knex.raw<{ rows: { read: string }[] }>(
    'SELECT (tup_returned + tup_fetched)::text AS read FROM pg_stat_database WHERE datname = current_database()',
  );
  return Number(rows[0]?.read ?? 0);
}

await inScratchDatabase('desk_live', measure);
