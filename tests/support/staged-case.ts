import { randomUUID } from 'node:crypto';

import type { CaseKind, CaseState } from '../../domain/case.ts';
import type { Outcome } from '../../web/server/temporal/gateway.ts';
import { recountUpdate, stateQuery, workflowIdOf, type CommandResult, type RecountCommand } from '../../workflows/contract.ts';
import { closedCalendar } from './closed-calendar.ts';
import type { Stage } from './open-stage.ts';

/** A case on stage, of whatever kind: what people do with it, and what became of it. */
export abstract class StagedCase<C extends { type: string }, S extends CaseState = CaseState> {
  readonly id: string;
  protected readonly stage: Stage;
  readonly #kind: CaseKind;

  /** @param id of a case that another one begins */
  constructor(kind: CaseKind, on: Stage, id: string = randomUUID()) {
    this.id = id;
    this.#kind = kind;
    this.stage = on;
  }

  /** An inert text for a command to name. */
  async text(): Promise<string> {
    const id = randomUUID();
    await this.stage
      .knex('texts')
      .insert({ id, author_kind: 'taxpayer', author_id: this.stage.people.taxpayer, case_id: this.id, body: '您好,请问怎么办理?' });
    return id;
  }

  async asTaxpayer(command: C, key: string = randomUUID()): Promise<Outcome> {
    return await this.stage.gateway.command(this.#kind, this.id, key, { kind: 'taxpayer', id: this.stage.people.taxpayer }, command);
  }

  async asOfficer(id: string, command: C, key: string = randomUUID()): Promise<Outcome> {
    return await this.stage.gateway.command(this.#kind, this.id, key, { kind: 'officer', id }, command);
  }

  /** As whoever has it now. */
  async asHolder(command: C): Promise<Outcome> {
    return await this.asOfficer(await this.holder(), command);
  }

  async asSupervisor(command: C): Promise<Outcome> {
    return await this.asOfficer(this.stage.people.supervisor, command);
  }

  /** Counts its deadlines anew, by another calendar of the east. */
  async recount(key: string = randomUUID()): Promise<CommandResult> {
    const command: RecountCommand = { type: 'recount', calendars: { east: closedCalendar } };
    const actor = { kind: 'officer', id: this.stage.people.supervisor } as const;
    return await this.handle().executeUpdate(recountUpdate, { updateId: key, args: [{ actor, command }] });
  }

  /** What any client of Temporal may send, sense or nonsense. */
  async signal(name: string, content: unknown): Promise<void> {
    await this.handle().signal<unknown[]>(name, content);
  }

  /** What the workflow says of itself; it answers after all that was sent before it has been heard. */
  async state(): Promise<S> {
    return (await this.handle().query(stateQuery)) as S;
  }

  /** The officer whom the image names. */
  async holder(): Promise<string> {
    const { assignee_id } = await this.image();
    if (typeof assignee_id !== 'string') throw new Error('nobody holds it');
    return assignee_id;
  }

  async image(): Promise<Record<string, unknown>> {
    const row = await this.stage.knex('cases').where({ id: this.id }).first<Record<string, unknown> | undefined>();
    if (!row) throw new Error('no image');
    return row;
  }

  async task(): Promise<Record<string, unknown> | undefined> {
    return await this.stage.knex('tasks').where({ case_id: this.id }).first<Record<string, unknown> | undefined>();
  }

  async events(): Promise<string[]> {
    return await this.stage.knex('case_events').where({ case_id: this.id }).orderBy('version').pluck<string[]>('type');
  }

  async notices(): Promise<string[]> {
    const rows = await this.stage
      .knex('notices')
      .where({ case_id: this.id })
      .orderBy(['version', 'channel'])
      .select<{ kind: string; channel: string }[]>('kind', 'channel');
    return rows.map(({ kind, channel }) => `${kind} by ${channel}`);
  }

  /** The cases that its events name. */
  async links(): Promise<string[]> {
    return await this.stage.knex('case_links').where({ case_id: this.id }).orderBy('other_id').pluck<string[]>('other_id');
  }

  handle() {
    return this.stage.client.workflow.getHandle(workflowIdOf(this.#kind, this.id));
  }
}
