import type { Knex } from 'knex';

import { settleRefused } from '../db/command-outcomes.ts';
import type { Refusal } from '../domain/case.ts';
import { withReason } from './database-reason.ts';

export interface RefusedCommand {
  caseId: string;
  /** The command's idempotency key. */
  key: string;
  refusal: Refusal;
}

/** Writes down that a command which had been taken was refused after all, so that its person learns of it. May run twice. */
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
