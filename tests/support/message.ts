import { roundTheClock } from '../../domain/calendar.ts';
import { messageKind } from '../../domain/message/kind.ts';
import type { MessageCommand, MessagePolicy, MessageSubmission } from '../../domain/message/message.ts';
import type { Reminder } from '../../domain/notices.ts';
import type { Outcome } from '../../web/server/temporal/gateway.ts';
import type { CommandResult } from '../../workflows/contract.ts';
import type { Stage } from './open-stage.ts';
import { StagedCase } from './staged-case.ts';

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

/** A 留言 on stage. */
export class Message extends StagedCase<MessageCommand> {
  constructor(on: Stage) {
    super('message', on);
  }

  /** Hands it in. */
  async submit(policy: Partial<MessagePolicy> = {}, options: { typeId?: string; reminder?: Reminder } = {}): Promise<CommandResult> {
    return done(await this.stage.gateway.open(messageKind, await this.submission(options), { ...patientPolicy, ...policy }));
  }

  async submission({ typeId = 'invoice', reminder = 'inbox' }: { typeId?: string; reminder?: Reminder } = {}): Promise<MessageSubmission> {
    const { taxpayer } = this.stage.people;
    const form = { case_id: this.id, identity_id: taxpayer, reminder, phone: '13800000000' };
    await this.stage.knex('case_forms').insert(form).onConflict().ignore();
    return {
      id: this.id,
      regionId: 'region',
      centreId: 'east',
      typeId,
      identityId: taxpayer,
      reminder,
      textId: await this.text(),
      uploadIds: [],
    };
  }
}

/** What a command came to; anything but success is an error here. */
export function done(outcome: Outcome): CommandResult {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return outcome.result;
}

/** The code with which a command was refused. */
export const refusal = (outcome: Outcome): string => (outcome.kind === 'refused' ? outcome.refusal.code : `not refused: ${outcome.kind}`);

/** Waits until something holds; fails when the time is over. */
export async function eventually<T>(look: () => Promise<T>, holds: (value: T) => boolean, limitMs = 10_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`never came true; last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
