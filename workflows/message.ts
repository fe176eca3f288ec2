import { messageKind, type MessageTypes } from '../domain/message/kind.ts';
import type { CaseInput } from './contract.ts';
import { DurableCase } from './durable-case.ts';

/**
 * 留言 as a durable workflow. It is started together with the update `open`; what is submitted travels in its input, so a
 * started case goes on even when nobody waits for the answer any more.
 */
export async function message(input: CaseInput<MessageTypes>): Promise<void> {
  await new DurableCase(messageKind, input).live();
}
