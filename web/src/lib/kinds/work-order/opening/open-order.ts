import { beginCase, postTo, type Carried } from '#lib/api/command.ts';
import type { OpenOrderBody } from '../../../../../api/work-order/order.ts';

/**
 * Opens a 工单; idempotent for the same id and contents.
 * @throws Problem
 */
export const openOrder = async (id: string, body: OpenOrderBody): Promise<Carried> => await beginCase('/api/work-orders', id, body);

/**
 * Merges a 留言 into a running 工单 (并单); idempotent for the same key.
 * @throws Problem
 */
export const mergeInto = async (messageId: string, orderId: string, key: string): Promise<Carried> =>
  await postTo(`/api/cases/${messageId}/merge`, { orderId }, key);
