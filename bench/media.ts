/**
 * `npm run bench:media`: calls of real browsers over our media process, beside bare mediasoup with the same pages and streams, in turns.
 *
 * 1. Consumers per core: how many streams one core forwards until it stands at 80 %, reckoned from the processor time of the worker.
 * 2. Join to the first picture of the other side: p50 and p95.
 * 3. Processor time of the process around the worker for the signalling of a call, from its opening to its end.
 *
 * Fails when ours forwards less than 0.95 of the bare one's streams, or when a picture takes more than a second and bare mediasoup is
 * quicker by a quarter. CALLS, ROUNDS and SECONDS set other sizes. DATABASE_URL names a server that may make databases, else one is started.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import type { Knex } from 'knex';

import { connect } from '../db/connect.ts';
import { releaseServer, renewServer } from '../db/media/places.ts';
import { createMediaTokens, type MediaRights } from '../media/tokens.ts';
import { createFolderStore } from '../runtime/file-store.ts';
import { findMediaWorker } from '../stack/media-worker/find.ts';
import { CallBrowser } from '../tests/support/call-page/serve.ts';
import { populate } from '../tests/support/people.ts';
import { storedCase } from '../tests/support/slots.ts';
import { line, quantile } from './figures.ts';
import { inScratchDatabase, type Verdict } from './statements.ts';

const calls = Number(process.env['CALLS'] ?? 4);
const rounds = Number(process.env['ROUNDS'] ?? 4);
const seconds = Number(process.env['SECONDS'] ?? 10);
const limits = { leastShare: 0.95, pictureMs: 1_000, slower: 1.25, spread: 1.2 };
/** Load of a core at which it is full. */
const full = 0.8;
/** Sound and picture to both sides. */
const consumersOfACall = 4;
/** Longer than a run. */
const leaseMs = 3_600_000;
const secret = 'a secret of the benchmark, long enough';

const systems = ['bare', 'ours'] as const;
type System = (typeof systems)[number];
/** Milliseconds of processor time since the start. */
interface Used {
  worker: number;
  around: number;
}
interface Round {
  consumersPerCore: number;
  pictures: number[];
  signallingMs: number;
}

async function measure(knex: Knex, databaseUrl: string): Promise<Verdict> {
  const { taxpayer } = await populate(knex);
  const browser = await CallBrowser.start(knex);
  const workerProgram = await findMediaWorker();
  const found: Record<System, Round[]> = { bare: [], ours: [] };
  const running: ChildProcess[] = [];
  try {
    const servers = {} as Record<System, Served>;
    for (const system of systems) {
      const child = fork(fileURLToPath(import.meta.url), [system], {
        env: { ...process.env, MEDIASOUP_WORKER_BIN: workerProgram, BENCH_DATABASE: databaseUrl },
      });
      running.push(child);
      const [{ id, url }] = (await once(child, 'message')) as [{ id: string; url: string }];
      if (system === 'bare') await renewServer(knex, { id, url }, leaseMs);
      servers[system] = { system, child, id };
    }
    // The first round warms up.
    for (let round = 0; round <= rounds; round += 1)
      for (const system of systems) {
        const result = await oneRound(knex, browser, servers[system], taxpayer);
        if (round > 0) found[system].push(result);
      }
    await releaseServer(knex, servers.bare.id);
  } finally {
    for (const child of running) child.kill('SIGKILL');
    await browser.stop();
  }
  return judge(found);
}

interface Served {
  system: System;
  child: ChildProcess;
  id: string;
}

async function oneRound(knex: Knex, browser: CallBrowser, { system, child, id }: Served, taxpayer: string): Promise<Round> {
  const before = await usedBy(child);
  const opened = [];
  const pictures: number[] = [];
  for (let i = 0; i < calls; i += 1) {
    const call = { callId: randomUUID(), caseId: await storedCase(knex, { identityId: taxpayer }) };
    const state = JSON.stringify({ call: { id: call.callId, stage: 'connected', uses: ['microphone', 'camera'] } });
    await knex('cases').where({ id: call.caseId }).update({ state });
    const [one, other] = await Promise.all([browser.page(), browser.page()]);
    const [asTaxpayer, asOfficer] = await Promise.all([
      tokenOf(system, call, 'taxpayer', taxpayer),
      tokenOf(system, call, 'officer', taxpayer),
    ]);
    pictures.push(...(await Promise.all([one.join({ id }, asTaxpayer), other.join({ id }, asOfficer)])));
    opened.push({ call, pages: [one, other] });
  }
  const joined = await usedBy(child);
  await sleep(seconds * 1_000);
  const flowed = await usedBy(child);
  await knex('cases')
    .whereIn(
      'id',
      opened.map(({ call }) => call.caseId),
    )
    .update({ state: '{}' });
  for (const { pages } of opened) for (const page of pages) await page.close();
  await sleep(1_000);
  const closed = await usedBy(child);
  const load = (flowed.worker - joined.worker) / (seconds * 1_000);
  // What the process does while media flow is not for the signalling.
  const around = joined.around - before.around + closed.around - flowed.around;
  return { consumersPerCore: (full * calls * consumersOfACall) / load, pictures, signallingMs: around / calls };
}

const tokens = createMediaTokens(secret);

async function tokenOf(
  system: System,
  call: { callId: string; caseId: string },
  role: MediaRights['role'],
  personId: string,
): Promise<string> {
  if (system === 'bare') return call.callId;
  return tokens.issue({ ...call, regionId: 'region', personId, role, uses: ['microphone', 'camera'] });
}

async function usedBy(child: ChildProcess): Promise<Used> {
  const answered = once(child, 'message');
  child.send('used');
  const [used] = (await answered) as [Used];
  return used;
}

function judge(found: Record<System, Round[]>): Verdict {
  const of = (system: System) => {
    const all = found[system];
    const perCore = all.map(({ consumersPerCore }) => consumersPerCore);
    const pictures = all.flatMap((round) => round.pictures);
    return {
      consumers: quantile(perCore, 0.5),
      spread: Math.max(...perCore) / Math.min(...perCore),
      p50: quantile(pictures, 0.5),
      p95: quantile(pictures, 0.95),
      signalling: quantile(
        all.map(({ signallingMs }) => signallingMs),
        0.5,
      ),
    };
  };
  const [bare, ours] = [of('bare'), of('ours')];
  for (const [name, { consumers, spread, p50, p95, signalling }] of [
    ['bare mediasoup', bare],
    ['media process', ours],
  ] as const)
    line(
      `${name.padEnd(16)} ${consumers.toFixed(0)} consumers per core (rounds differ by ${((spread - 1) * 100).toFixed(0)} %), ` +
        `first picture p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, signalling ${signalling.toFixed(1)} ms of a core a call`,
    );
  const share = ours.consumers / bare.consumers;
  line(`share            ${share.toFixed(2)} of bare mediasoup's consumers (at least ${String(limits.leastShare)})`);
  const slow = ours.p95 > limits.pictureMs && ours.p95 > limits.slower * bare.p95;
  if (share >= limits.leastShare && !slow) return 'good';
  return Math.max(bare.spread, ours.spread) > limits.spread ? 'busy' : 'broken';
}

/** A process of its own around one worker. */
async function serve(system: System): Promise<void> {
  const { worker, id, url } = system === 'bare' ? await serveBare() : await serveOurs();
  process.on('message', () => {
    void worker.getResourceUsage().then(({ ru_utime, ru_stime }) => {
      const { user, system: kernel } = process.cpuUsage();
      process.send?.({ worker: ru_utime + ru_stime, around: (user + kernel) / 1_000 } satisfies Used);
    });
  });
  process.once('disconnect', () => process.exit());
  process.send?.({ id, url });
}

async function serveBare() {
  const { startBareMedia } = await import('./bare/media.ts');
  return { ...(await startBareMedia()), id: randomUUID() };
}

async function serveOurs() {
  const { MediaServer } = await import('../media/server.ts');
  const media = await MediaServer.create({
    knex: connect(process.env['BENCH_DATABASE'] ?? '', 4),
    secret,
    host: '127.0.0.1',
    port: 0,
    url: undefined,
    places: { ip: '127.0.0.1', announcedAddress: undefined, port: 0 },
    workers: 1,
    turn: undefined,
    files: createFolderStore(mkdtempSync(path.join(tmpdir(), 'zhengna-bench-'))),
    report: () => Promise.resolve(),
    onTrouble: (what, error) => line(`trouble: ${what}: ${String(error)}`),
  });
  return { worker: media.pool.next().worker, id: media.id, url: media.url };
}

const [, , asked] = process.argv;
const system = systems.find((each) => each === asked);
if (system) await serve(system);
else await inScratchDatabase('media', measure);
