import { setHandler } from '@temporalio/workflow';

import { messageCommandTypes, type MessageCommand } from '../domain/message.ts';
import { messageUpdate, stateQuery, submitUpdate, type CommandEnvelope, type MessageInput } from './contract.ts';
import { MessageCase } from './message-case.ts';

/**
 * 留言 as a durable workflow. It is started together with the update `submit`; what is submitted travels in its input, so a
 * started case goes on even when nobody waits for the answer any more.
 */
export async function message(input: MessageInput): Promise<void> {
  const theCase = new MessageCase(input);
  setHandler(stateQuery, () => theCase.state);
  setHandler(submitUpdate, () => theCase.submitted());
  for (const type of messageCommandTypes) {
    const validator = (envelope: CommandEnvelope<MessageCommand>) => theCase.validate(envelope);
    setHandler(messageUpdate(type), (envelope) => theCase.handle(envelope), { validator });
  }
  await theCase.run();
}
