import { invitationKind, type InvitationTypes } from '../domain/invitation/kind.ts';
import type { CaseInput } from './contract.ts';
import { DurableCase } from './durable-case.ts';

/** 税局邀请 as a durable workflow. */
export async function invitation(input: CaseInput<InvitationTypes>): Promise<void> {
  await new DurableCase(invitationKind, input).live();
}
