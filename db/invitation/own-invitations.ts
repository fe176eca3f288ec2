/** 我的预约 → 税局邀请: the invitations of one identity (F2). */
import type { Knex } from 'knex';

import type { InvitationState, InvitationStatus } from '../../domain/invitation/invitation.ts';
import type { AppointmentDefinition } from '../../domain/slots/definition.ts';
import { categoriesColumn } from '../slots/categories.ts';
import { ownCases, type OwnCaseFilters, type OwnCaseRow } from '../own-cases.ts';

export interface OwnInvitationRow extends OwnCaseRow<InvitationStatus> {
  state: InvitationState;
  /** Categories of its type, in the version that it began with. */
  categories: AppointmentDefinition['categories'];
}

/** Returns a page of the list, newest first, with the total that the filters match. */
export const ownInvitations = (
  knex: Knex,
  identityId: string,
  filters: OwnCaseFilters<InvitationStatus>,
  page: { page: number; size: number },
): Promise<{ rows: OwnInvitationRow[]; total: number }> =>
  ownCases<OwnInvitationRow>(knex, { identityId, kind: 'invitation' }, filters, page, ['c.state', categoriesColumn(knex)]);
