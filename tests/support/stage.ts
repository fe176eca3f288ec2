import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { Knex } from 'knex';

import { roundTheClock } from '../../domain/calendar.ts';
import type { MessageCommand, MessagePolicy, MessageSubmission, Reminder } from '../../domain/message.ts';
import { TemporalGateway, type Outcome } from '../../web/server/temporal/gateway.ts';
import { workflowBundle } from '../../workers/bundle.ts';
import { createWorkers } from '../../workers/create.ts';
import type { CommandResult } from '../../workflows/contract.ts';
import { testDatabase } from './database.ts';
import { testTemporalAddress } from './services.ts';

/** A millisecond in the minutes that policies count in. */
export const ms = 1 / 60_000;

/** Long times, so that nothing happens by itself; a test shortens the one it is about. */
export const patientPolicy: MessagePolicy = {
  calendar: roundTheClock,
  firstAnswerMinutes: 480,
  answerMinutes: 480,
  supplementMinutes: 2_400,
  followUpMinutes: 2_400,
  warnShare: 0.8,
};

/** Two centres with two agents each, a supervisor and a taxpayer: the least that a story needs. */
export interface People {
  taxpayer: string;
  east: [string, string];
  west: [string, string];
  supervisor: string;
}

/** A worker, its database and the way into its workflows, for the test file that calls it. */
export function stage() {
  const database = testDatabase();
  const taskQueue = `test-${randomUUID()}`;
  const the = { taskQueue, knex: database.knex } as Stage;
  let stop: () => Promise<void> = () => Promise.resolve();

  beforeAll(async () => {
    const address = testTemporalAddress();
    const [native, connection] = await Promise.all([NativeConnection.connect({ address }), Connection.connect({ address })]);
    the.client = new Client({ connection });
    the.gateway = new TemporalGateway(the.client, taskQueue);
    the.people = await populate(database.knex);
    const bundlePath = await workflowBundle('node_modules/.cache/zhengna-hudong');
    let running: { workers: Worker[]; done: Promise<unknown> } | null = null;
    the.startWorkers = async () => {
      const workers = await createWorkers({
        connection: native,
        client: the.client,
        knex: database.knex,
        taskQueue,
        bundlePath,
        receiptUrl: 'http://127.0.0.1:9/receipts',
        sweeps: { unadopted: () => Promise.resolve(0), expired: () => Promise.resolve(0) },
      });
      running = { workers, done: Promise.all(workers.map((worker) => worker.run())) };
    };
    the.stopWorkers = async () => {
      running?.workers.forEach((worker) => worker.shutdown());
      await running?.done;
      running = null;
    };
    await the.startWorkers();
    stop = async () => {
      await the.stopWorkers();
      await native.close();
      await connection.close();
    };
  }, 60_000);
  afterAll(() => stop(), 30_000);
  return the;
}

export interface Stage {
  taskQueue: string;
  knex: Knex;
  client: Client;
  gateway: TemporalGateway;
  people: People;
  startWorkers: () => Promise<void>;
  stopWorkers: () => Promise<void>;
}

async function populate(knex: Knex): Promise<People> {
  await knex('regions').insert({ id: 'region', name: '测试地区', name_en: 'Test region' });
  const centre = (id: string) => ({ id, region_id: 'region', bureau: '测试局', bureau_en: 'Test bureau', name: id, name_en: id });
  await knex('centres').insert([centre('east'), centre('west')]);
  await knex('message_types').insert([
    { id: 'invoice', region_id: 'region', name: '发票', name_en: 'Invoices' },
    { id: 'nobody', region_id: 'region', name: '无人', name_en: 'Nobody' },
  ]);
  const officer = async (centreId: string, role: string): Promise<string> => {
    const [row] = await knex('officers')
      .insert({ region_id: 'region', centre_id: centreId, role, login: randomUUID(), name: role, password_hash: '-', on_duty: role === 'agent' })
      .returning<{ id: string }[]>('id');
    if (!row) throw new Error('no officer');
    if (role === 'agent') await knex('officer_skills').insert({ officer_id: row.id, type_id: 'invoice' });
    return row.id;
  };
  const [identity] = await knex('identities')
    .insert({ region_id: 'region', subject: randomUUID(), kind: 'natural-person', role: 'natural-person', person_name: '测试' })
    .returning<{ id: string }[]>('id');
  if (!identity) throw new Error('no identity');
  return {
    taxpayer: identity.id,
    east: [await officer('east', 'agent'), await officer('east', 'agent')],
    west: [await officer('west', 'agent'), await officer('west', 'agent')],
    supervisor: await officer('east', 'supervisor'),
  };
}

/** A 留言 on stage: what people do with it, and what became of it. */
export class Message {
  readonly id = randomUUID();
  readonly #stage: Stage;

  constructor(on: Stage) {
    this.#stage = on;
  }

  /** Hands it in. */
  async submit(policy: Partial<MessagePolicy> = {}, options: { typeId?: string; reminder?: Reminder } = {}): Promise<CommandResult> {
    return done(await this.#stage.gateway.submitMessage(await this.submission(options), { ...patientPolicy, ...policy }));
  }

  async submission({ typeId = 'invoice', reminder = 'inbox' }: { typeId?: string; reminder?: Reminder } = {}): Promise<MessageSubmission> {
    const { taxpayer } = this.#stage.people;
    await this.#stage.knex('message_forms').insert({ case_id: this.id, identity_id: taxpayer, phone: '13800000000' }).onConflict().ignore();
    return { id: this.id, regionId: 'region', centreId: 'east', typeId, identityId: taxpayer, reminder, textId: await this.text(), uploadIds: [] };
  }

  /** An inert text for a command to name. */
  async text(): Promise<string> {
    const id = randomUUID();
    await this.#stage.knex('texts').insert({ id, author_kind: 'taxpayer', author_id: this.#stage.people.taxpayer, case_id: this.id, body: '您好,请问怎么办理?' });
    return id;
  }

  async asTaxpayer(command: MessageCommand, key: string = randomUUID()): Promise<Outcome> {
    return await this.#stage.gateway.command(this.id, key, { kind: 'taxpayer', id: this.#stage.people.taxpayer }, command);
  }

  async asOfficer(id: string, command: MessageCommand, key: string = randomUUID()): Promise<Outcome> {
    return await this.#stage.gateway.command(this.id, key, { kind: 'officer', id }, command);
  }

  /** The officer whom the image names. */
  async holder(): Promise<string> {
    const { assignee_id } = await this.image();
    if (typeof assignee_id !== 'string') throw new Error('nobody holds it');
    return assignee_id;
  }

  async image(): Promise<Record<string, unknown>> {
    const row = await this.#stage.knex('cases').where({ id: this.id }).first<Record<string, unknown> | undefined>();
    if (!row) throw new Error('no image');
    return row;
  }

  async events(): Promise<string[]> {
    return await this.#stage.knex('case_events').where({ case_id: this.id }).orderBy('version').pluck<string[]>('type');
  }

  async notices(): Promise<string[]> {
    const rows = await this.#stage.knex('notices').where({ case_id: this.id }).orderBy(['version', 'channel']).select<{ kind: string; channel: string }[]>('kind', 'channel');
    return rows.map(({ kind, channel }) => `${kind} by ${channel}`);
  }

  handle() {
    return this.#stage.client.workflow.getHandle(`message/${this.id}`);
  }
}

/** What a command came to; anything but success is an error here. */
export function done(outcome: Outcome): CommandResult {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.result;
}

/** The code with which a command was refused. */
export const refusal = (outcome: Outcome): string => (outcome.kind === 'refused' ? outcome.refusal.code : `not refused: ${outcome.kind}`);

/** Waits until something holds; fails after ten seconds. */
export async function eventually<T>(look: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  const end = Date.now() + 10_000;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`never came true; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
