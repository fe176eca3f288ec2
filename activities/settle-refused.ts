import type { Knex } from 'knex';

import { settleRefused } from '../db/command-outcomes.ts';
import type { Refusal } from '../domain/case.ts';
import { withReason } from './database-reason.ts';

export interface RefusedCommand {
  caseId: string;
  /** Update id of the command. */
  key: string;
  refusal: Refusal;
}

/** Records the refusal of a command that was answered with 202, so that its sender learns of it. Idempotent. */
export const createSettleRefused =
  (knex: Knex, announce: () => void = () => undefined) =>
  async (refused: RefusedCommand): Promise<void> => {
    try {
      await settleRefused(knex, refused);
      announce();
    } catch (error) {
      throw withReason(error);
    }
  };
