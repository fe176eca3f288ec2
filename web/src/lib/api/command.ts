/** Commands to cases, by kind: POST …/{id}/commands/{command}; what begins one: PUT …/{id}. */
import type { CommandAnswer, CommandBody, CommandType, MessageBody } from '../../../api/cases.ts';
import type { FormCommandBody, FormCommandType, SendFormBody } from '../../../api/forms.ts';
import type { OpenOrderBody, OrderCommandBody, OrderCommandType } from '../../../api/orders.ts';
import { exchange } from './request.ts';
import type { Answered } from './request.ts';

/** What became of a command. */
export interface Carried {
  readonly answer: CommandAnswer;
  /** It is durable and will be carried out, but its image is still being written (202): `answer` is how the case was before. */
  readonly taken: boolean;
}

const accepted = 202;
const carried = ({ status, body }: Answered<CommandAnswer>): Carried => ({ answer: body, taken: status === accepted });

/**
 * Sends a command to a 留言; safe to call again with the same key.
 * @throws Problem: a rule's refusal by its code, or what was wrong with the body
 */
export const sendCommand = async <Type extends CommandType>(
  caseId: string,
  type: Type,
  body: CommandBody<Type>,
  key: string,
): Promise<Carried> => carried(await exchange<CommandAnswer>(`/api/cases/${caseId}/commands/${type}`, { method: 'POST', body, key }));

/**
 * Sends a command to a 工单; safe to call again with the same key.
 * @throws Problem: a rule's refusal by its code, or what was wrong with the body
 */
export const sendOrderCommand = async <Type extends OrderCommandType>(
  orderId: string,
  type: Type,
  body: OrderCommandBody<Type>,
  key: string,
): Promise<Carried> =>
  carried(await exchange<CommandAnswer>(`/api/work-orders/${orderId}/commands/${type}`, { method: 'POST', body, key }));

/**
 * Sends a command to a 业务办理服务确认单; safe to call again with the same key.
 * @throws Problem: a rule's refusal by its code, or what was wrong with the body
 */
export const sendFormCommand = async <Type extends FormCommandType>(
  formId: string,
  type: Type,
  body: FormCommandBody<Type>,
  key: string,
): Promise<Carried> =>
  carried(await exchange<CommandAnswer>(`/api/service-forms/${formId}/commands/${type}`, { method: 'POST', body, key }));

/**
 * Hands in a 留言; safe to call again with the same id and contents.
 * @throws Problem
 */
export const submitMessage = async (id: string, body: MessageBody): Promise<Carried> =>
  carried(await exchange<CommandAnswer>(`/api/messages/${id}`, { method: 'PUT', body, key: id }));

/**
 * Opens a 工单; safe to call again with the same id and contents.
 * @throws Problem
 */
export const openOrder = async (id: string, body: OpenOrderBody): Promise<Carried> =>
  carried(await exchange<CommandAnswer>(`/api/work-orders/${id}`, { method: 'PUT', body, key: id }));

/**
 * Sends a 业务办理服务确认单 to a taxpayer; safe to call again with the same id and contents.
 * @throws Problem
 */
export const sendForm = async (id: string, body: SendFormBody): Promise<Carried> =>
  carried(await exchange<CommandAnswer>(`/api/service-forms/${id}`, { method: 'PUT', body, key: id }));

/**
 * Has a 留言 join a running 工单 (并单); safe to call again with the same key.
 * @throws Problem
 */
export const mergeInto = async (messageId: string, orderId: string, key: string): Promise<Carried> =>
  carried(await exchange<CommandAnswer>(`/api/cases/${messageId}/merge`, { method: 'POST', body: { orderId }, key }));
