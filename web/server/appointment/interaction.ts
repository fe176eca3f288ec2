/**
 * The one port by which the interaction of an appointment starts: what begins when the officer presses 开始互动. Text is a conversation with
 * exactly the two of them. Audio, video and remote assistance are calls of such a conversation: the officer's page invites to the call at once,
 * and media flow after the taxpayer's consent (`domain/conversation/call.ts`).
 */
import { firstTypeOf } from '../../../db/appointment/ground.ts';
import type { AppointmentState, Interaction } from '../../../domain/appointment/appointment.ts';
import { conversationKind } from '../../../domain/conversation/kind.ts';
import type { ConversationOpening } from '../../../domain/conversation/conversation.ts';
import type { InteractionWay } from '../../../domain/slots/definition.ts';
import type { ServerKinds } from '../cases/server-kind.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';

interface Started {
  /** Id of the case in which it takes place, chosen by the client. */
  id: string;
  state: AppointmentState;
  officerId: string;
}
type Start = (started: Started, kinds: ServerKinds, deps: Deps) => Promise<Interaction>;

const asConversation: Start = async ({ id, state, officerId }, kinds, { knex }) => {
  const { regionId, centreId, identityId } = state;
  const kind = conversationKind.name;
  const typeId = await firstTypeOf(knex, regionId, kind);
  if (typeId === undefined) throw new Fault('type-unknown');
  const opening: ConversationOpening = {
    ...{ id, regionId, centreId, typeId, identityId },
    preferredOfficerId: officerId,
    appointment: { id: state.id, officerId },
  };
  return { kind, opening, policy: await kinds[kind].policyInForce(knex, { regionId, centreId }) };
};

const starts: { readonly [W in InteractionWay]: Start } = {
  text: asConversation,
  'audio-video': asConversation,
  'remote-assistance': asConversation,
};

/** Returns the case in which the interaction of an appointment takes place. @throws Fault `type-unknown` */
export const startInteraction: Start = (started, kinds, deps) => starts[started.state.way](started, kinds, deps);
