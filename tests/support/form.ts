import { randomUUID } from 'node:crypto';

import { isWanted, type HandedIn, type Verdict } from '../../domain/papers.ts';
import type {
  ServiceFormCommand,
  ServiceFormOpening,
  ServiceFormPolicy,
  ServiceFormStart,
  ServiceFormState,
} from '../../domain/service-form/form.ts';
import { serviceFormKind } from '../../domain/service-form/kind.ts';
import type { CommandResult } from '../../workflows/contract.ts';
import { done } from './message.ts';
import type { Stage } from './open-stage.ts';
import type { Order } from './order.ts';
import { aFormOpening, patientFormPolicy } from './service-form.ts';
import { StagedCase } from './staged-case.ts';

/** Papers as a taxpayer uploads them, with a file each. */
export const uploaded = (...keys: string[]): HandedIn[] => keys.map((key) => ({ key, uploadIds: [randomUUID()] }));

/** A 业务办理服务确认单 on stage. Unless a test says otherwise, an agent of the east has sent it and holds it. */
export class Form extends StagedCase<ServiceFormCommand, ServiceFormState> {
  constructor(on: Stage) {
    super('service-form', on);
  }

  /** Sends it on its own. */
  async open(policy: Partial<ServiceFormPolicy> = {}, fields: Partial<ServiceFormOpening> = {}): Promise<CommandResult> {
    const start = await this.start(policy, fields);
    return done(await this.stage.gateway.open(serviceFormKind, start.opening, start.policy));
  }

  /** What it begins with, whoever begins it. */
  async start(policy: Partial<ServiceFormPolicy> = {}, fields: Partial<ServiceFormOpening> = {}): Promise<ServiceFormStart> {
    const { taxpayer, east } = this.stage.people;
    return {
      opening: aFormOpening({
        id: this.id,
        identityId: taxpayer,
        senderId: east[0],
        textId: await this.text(),
        originId: randomUUID(),
        ...fields,
      }),
      policy: { ...patientFormPolicy, ...policy },
    };
  }

  /** The command with which an order sends it. */
  async sentBy(order: Order, policy: Partial<ServiceFormPolicy> = {}): Promise<{ type: 'sendForm'; form: ServiceFormStart }> {
    const senderId = await order.holder();
    return { type: 'sendForm', form: await this.start(policy, { originId: order.id, orderId: order.id, senderId }) };
  }

  /** Hands in all that is wanted, or these. */
  async confirm(...keys: string[]): Promise<CommandResult> {
    const { papers } = await this.state();
    const wanted = papers.filter(isWanted).map(({ key }) => key);
    return done(await this.asTaxpayer({ type: 'confirm', papers: uploaded(...(keys.length > 0 ? keys : wanted)), textId: null }));
  }

  /** Judges what was handed in as it stands: accepted, but for those named here. */
  async judge(otherwise: Record<string, Verdict['verdict']> = {}): Promise<CommandResult> {
    const { papers } = await this.state();
    const verdicts = papers
      .filter(({ key, status }) => status === 'handed-in' || key in otherwise)
      .map(({ key, revision }): Verdict => ({ key, verdict: otherwise[key] ?? 'accepted', revision }));
    const reasonId = Object.keys(otherwise).length > 0 ? await this.text() : null;
    return done(await this.asHolder({ type: 'reviewPapers', verdicts, reasonId }));
  }

  async ask(...keys: string[]): Promise<CommandResult> {
    return done(await this.asHolder({ type: 'askPapers', keys, textId: await this.text() }));
  }

  async complete(): Promise<CommandResult> {
    return done(await this.asHolder({ type: 'complete', textId: await this.text(), uploadIds: [randomUUID()] }));
  }

  async recall(): Promise<CommandResult> {
    return done(await this.asHolder({ type: 'recall', reasonId: await this.text() }));
  }

  async end(): Promise<CommandResult> {
    return done(await this.asSupervisor({ type: 'end', reasonId: await this.text() }));
  }
}
