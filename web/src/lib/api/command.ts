/** Commands to cases: POST …/{id}/commands/{command}; what begins one: PUT …/{id}. */
import type { CaseKind } from '../../../../domain/case.ts';
import type { CommandAnswer, MessageBody } from '../../../api/cases.ts';
import type { SendFormBody } from '../../../api/forms.ts';
import type { OpenOrderBody } from '../../../api/orders.ts';
import type { CommandBody, CommandType } from './cases.ts';
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

/** The case a command is for. */
export interface Addressed<K extends CaseKind> {
  readonly kind: K;
  readonly id: string;
}

/** A command to a case of a kind, with what belongs to it. */
export type CommandOf<K extends CaseKind> = {
  [Each in K]: { [C in CommandType<Each>]: { readonly type: C; readonly body: CommandBody<Each, C> } }[CommandType<Each>];
}[K];

const roots: Readonly<Record<CaseKind, string>> = { message: 'cases', 'work-order': 'work-orders', 'service-form': 'service-forms' };

/**
 * Sends a command to a case; safe to call again with the same key.
 * @throws Problem: a rule's refusal by its code (409), or what was wrong with the body
 */
export const sendCommand = async <K extends CaseKind>(
  { kind, id }: Addressed<K>,
  { type, body }: CommandOf<K>,
  key: string,
): Promise<Carried> => carried(await exchange<CommandAnswer>(`/api/${roots[kind]}/${id}/commands/${type}`, { method: 'POST', body, key }));

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
