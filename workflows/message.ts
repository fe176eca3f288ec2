import { messageKind, type MessageTypes } from '../domain/message/kind.ts';
import type { CaseInput } from './contract.ts';
import { DurableCase } from './durable-case.ts';

/**
 * 留言 as a durable workflow, started by update-with-start (`open`). The submission travels in the input, so a started case goes on even when
 * nobody waits for the result.
 */
export async function message(input: CaseInput<MessageTypes>): Promise<void> {
  await new DurableCase(messageKind, input).live();
}
