/** Commands of officers, to a case of any kind. */
import { sendCommand, sendOrderCommand } from '#lib/api/command.ts';
import type { Carried } from '#lib/api/command.ts';
import type { Case, CommandBody, CommandType } from '../../../api/cases.ts';
import type { OrderCommandBody, OrderCommandType } from '../../../api/orders.ts';
import { signedIn } from './ask.ts';

type ToMessage = { [Type in CommandType]: { kind: 'message'; type: Type; body: CommandBody<Type> } }[CommandType];
type ToOrder = { [Type in OrderCommandType]: { kind: 'work-order'; type: Type; body: OrderCommandBody<Type> } }[OrderCommandType];
/** What all kinds have in common: the same names, the same bodies. */
type Common = 'claim' | 'release' | 'reassign' | 'end';
type ToAny = { [Type in Common]: { kind?: undefined; type: Type; body: CommandBody<Type> } }[Common];

/** A command with what belongs to it; its kind is named where it is only for cases of that kind. */
export type DeskCommand = ToMessage | ToOrder | ToAny;

/** Sends a command; safe to call again with the same key. @throws Problem, a rule's refusal with status 409 */
export const send = ({ id, kind }: Pick<Case, 'id' | 'kind'>, command: DeskCommand, key: string): Promise<Carried> =>
  signedIn(
    command.kind === 'message' || (command.kind === undefined && kind === 'message')
      ? sendCommand(id, command.type, command.body, key)
      : sendOrderCommand(id, command.type, command.body, key),
  );
