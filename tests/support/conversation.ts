import { roundTheClock } from '../../domain/calendar.ts';
import type {
  ConversationCommand,
  ConversationOpening,
  ConversationPolicy,
  ConversationState,
} from '../../domain/conversation/conversation.ts';
import { conversationKind } from '../../domain/conversation/kind.ts';
import type { Heard } from '../../domain/chat.ts';
import type { CommandResult } from '../../workflows/contract.ts';
import { done } from './message.ts';
import type { Stage } from './open-stage.ts';
import { StagedCase } from './staged-case.ts';

/** Long times, so that nothing happens by itself; a test shortens the one it is about. */
export const patientConversationPolicy: ConversationPolicy = {
  calendar: roundTheClock,
  offerMinutes: 60,
  waitMinutes: 60,
  answerMinutes: 60,
  idleMinutes: 60,
  idleGraceMinutes: 60,
  robotIdleMinutes: 60,
  ratingDays: 1,
  graceMinutes: 60,
  absenceMinutes: 60,
};

export const aConversationOpening = (change: Partial<ConversationOpening> = {}): ConversationOpening => ({
  id: '00000000-0000-4000-8000-000000000001',
  regionId: 'region',
  centreId: 'east',
  typeId: 'question',
  identityId: '00000000-0000-4000-8000-000000000002',
  preferredOfficerId: null,
  ...change,
});

/** Makes officers present and sets how many cases they can have at once. */
export const attend = async (the: Stage, ids: readonly string[], capacity = 5): Promise<void> => {
  await the.knex('officers').whereIn('id', ids).update({ status: 'online', present_until: '2099-01-01T00:00:00Z', capacity });
};
/** Makes all officers absent. */
export const nobodyAttends = async (the: Stage): Promise<void> => {
  await the.knex('officers').update({ present_until: null });
};

/** A conversation on stage. */
export class Conversation extends StagedCase<ConversationCommand, ConversationState> {
  constructor(on: Stage, id?: string) {
    super('conversation', on, id);
  }

  async begin(policy: Partial<ConversationPolicy> = {}): Promise<CommandResult> {
    const opening = aConversationOpening({ id: this.id, identityId: this.stage.people.taxpayer });
    return done(await this.stage.gateway.open(conversationKind, opening, { ...patientConversationPolicy, ...policy }));
  }

  /** Begins it and asks for an officer. */
  async request(policy: Partial<ConversationPolicy> = {}): Promise<CommandResult> {
    await this.begin(policy);
    return done(await this.asTaxpayer({ type: 'requestOfficer', cause: 'button', typeId: null }));
  }

  /** Begins it, and an officer joins. */
  async connect(policy: Partial<ConversationPolicy> = {}): Promise<string> {
    await this.request(policy);
    const holder = await this.holder();
    done(await this.asOfficer(holder, { type: 'accept' }));
    return holder;
  }

  async chat(): Promise<Record<string, unknown>> {
    const row = await this.stage.knex('chats').where({ case_id: this.id }).first<Record<string, unknown> | undefined>();
    if (!row) throw new Error('no chat');
    return row;
  }

  /** Events told in the chat, in the order of their numbers, which must have no gaps. */
  async lines(): Promise<string[]> {
    const rows = await this.stage
      .knex('chat_messages')
      .where({ case_id: this.id })
      .orderBy('seq')
      .select<{ seq: number; event: string }[]>('seq', this.stage.knex.raw(`data ->> 'event' AS event`));
    if (rows.some(({ seq }, i) => seq !== i + 1)) throw new Error(`gaps: ${rows.map(({ seq }) => seq).join()}`);
    return rows.map(({ event }) => event);
  }

  /** What the case hears when it listens. */
  async hear({ at, by }: Heard): Promise<void> {
    await this.stage
      .knex('chats')
      .where({ case_id: this.id })
      .update({ last_at: new Date(at), last_by: by });
  }
}
