/**
 * The one port by which the interaction of an appointment starts, when the officer presses 开始互动: a conversation with exactly the two of
 * them, whichever way was chosen. Audio, video and remote assistance are calls of it: the officer's page invites to the call at once, and
 * media flow after the taxpayer's consent (`domain/conversation/call.ts`).
 */
import { firstTypeOf } from '../../../db/appointment/ground.ts';
import type { AppointmentState, Interaction } from '../../../domain/appointment/appointment.ts';
import { conversationKind } from '../../../domain/conversation/kind.ts';
import type { ConversationOpening } from '../../../domain/conversation/conversation.ts';
import type { ServerKinds } from '../cases/server-kind.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';

interface Started {
  /** Id of the case in which it takes place, chosen by the client. */
  id: string;
  state: AppointmentState;
  officerId: string;
}

/** Returns the case in which the interaction of an appointment takes place. @throws Fault `type-unknown` */
export async function startInteraction({ id, state, officerId }: Started, kinds: ServerKinds, { knex }: Deps): Promise<Interaction> {
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
}
