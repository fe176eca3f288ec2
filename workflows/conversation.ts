import { conversationKind, type ConversationTypes } from '../domain/conversation/kind.ts';
import type { CaseInput } from './contract.ts';
import { DurableCase } from './durable-case.ts';

/** 互动 as a durable workflow: its life, not its messages. */
export async function conversation(input: CaseInput<ConversationTypes>): Promise<void> {
  await new DurableCase(conversationKind, input).live();
}
