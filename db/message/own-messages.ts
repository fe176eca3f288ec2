/** 我的留言: the messages of one identity. */
import type { Knex } from 'knex';

import type { MessageStatus } from '../../domain/message/message.ts';
import { ownCases, type OwnCaseFilters, type OwnCaseRow } from '../own-cases.ts';

export type OwnMessageRow = OwnCaseRow<MessageStatus>;

/** Returns a page of the list, newest first, with the total that the filters match. */
export const ownMessages = (
  knex: Knex,
  identityId: string,
  filters: OwnCaseFilters<MessageStatus>,
  page: { page: number; size: number },
): Promise<{ rows: OwnMessageRow[]; total: number }> => ownCases<OwnMessageRow>(knex, { identityId, kind: 'message' }, filters, page);
