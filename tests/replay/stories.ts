import type { CaseKind } from '../../domain/case.ts';
import { Appointment } from '../support/appointment.ts';
import { Conversation } from '../support/conversation.ts';
import { Form } from '../support/form.ts';
import { Invitation } from '../support/invitation.ts';
import { Message } from '../support/message.ts';
import type { Stage } from '../support/open-stage.ts';
import { Order } from '../support/order.ts';
import type { StagedCase } from '../support/staged-case.ts';
import { appointmentStories } from './appointment-stories.ts';
import { conversationStories } from './conversation-stories.ts';
import { invitationStories } from './invitation-stories.ts';
import { messageStories } from './message-stories.ts';
import { serviceFormStories } from './service-form-stories.ts';
import { workOrderStories } from './work-order-stories.ts';

/**
 * Where the histories of today's steps are kept, beside those of the steps before. A change of the steps gets a folder of its own here;
 * what stands in the others goes on being replayed as it is.
 */
export const newest = 'with-outcomes';

/** Tells a story on the stage, of a case that has ended then or soon ends by itself. */
export type Telling = (the: Stage) => Promise<Pick<StagedCase<{ type: string }>, 'handle'>>;

/**
 * The paths through the life of every kind of case. Their histories are recorded once (`npm run record-histories`) and replayed
 * ever after: code that would decide otherwise for a running case fails the test.
 */
export const stories: Record<CaseKind, Record<string, Telling>> = {
  message: tellingsOf(messageStories, (the) => new Message(the)),
  'work-order': tellingsOf(workOrderStories, (the) => new Order(the)),
  'service-form': tellingsOf(serviceFormStories, (the) => new Form(the)),
  conversation: tellingsOf(conversationStories, (the) => new Conversation(the)),
  appointment: tellingsOf(appointmentStories, (the) => new Appointment(the)),
  invitation: tellingsOf(invitationStories, (the) => new Invitation(the)),
};

function tellingsOf<T extends Awaited<ReturnType<Telling>>>(
  told: Record<string, (the: Stage, about: T) => Promise<void>>,
  begin: (the: Stage) => T,
): Record<string, Telling> {
  const telling =
    (tell: (the: Stage, about: T) => Promise<void>): Telling =>
    async (the) => {
      const about = begin(the);
      await tell(the, about);
      return about;
    };
  return Object.fromEntries(Object.entries(told).map(([name, tell]) => [name, telling(tell)]));
}
