/** Commands of officers, to a case of any kind. */
import { sendCommand, sendFormCommand, sendOrderCommand } from '#lib/api/command.ts';
import type { Carried } from '#lib/api/command.ts';
import type { Case, CommandBody, CommandType } from '../../../../api/cases.ts';
import type { FormCommandBody, FormCommandType } from '../../../../api/forms.ts';
import type { OrderCommandBody, OrderCommandType } from '../../../../api/orders.ts';
import { signedIn } from '#lib/desk/shell/ask.ts';

type ToMessage = { [Type in CommandType]: { kind: 'message'; type: Type; body: CommandBody<Type> } }[CommandType];
type ToOrder = { [Type in OrderCommandType]: { kind: 'work-order'; type: Type; body: OrderCommandBody<Type> } }[OrderCommandType];
type ToForm = { [Type in FormCommandType]: { kind: 'service-form'; type: Type; body: FormCommandBody<Type> } }[FormCommandType];
/** What all kinds have in common: the same names, the same bodies. */
type Common = 'claim' | 'release' | 'reassign' | 'end';
type ToAny = { [Type in Common]: { kind?: undefined; type: Type; body: CommandBody<Type> } }[Common];

/** A command with what belongs to it; its kind is named where it is only for cases of that kind. */
export type DeskCommand = ToMessage | ToOrder | ToForm | ToAny;

/** Sends a command; safe to call again with the same key. @throws Problem, a rule's refusal with status 409 */
export const send = ({ id, kind }: Pick<Case, 'id' | 'kind'>, command: DeskCommand, key: string): Promise<Carried> =>
  signedIn(carried(id, kind, command, key));

const carried = (id: string, kind: Case['kind'], command: DeskCommand, key: string): Promise<Carried> => {
  if (command.kind === 'message' || (command.kind === undefined && kind === 'message'))
    return sendCommand(id, command.type, command.body, key);
  if (command.kind === 'work-order' || (command.kind === undefined && kind === 'work-order'))
    return sendOrderCommand(id, command.type, command.body, key);
  return sendFormCommand(id, command.type, command.body, key);
};
