import { ApplicationFailure } from '@temporalio/activity';

/**
 * The database's own sentence as the reason of a failed step. knex puts the whole statement before it, and a supervisor who
 * wants to know why a step fails would read nothing else.
 */
export function withReason(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const statementEnd = error.message.lastIndexOf(' - ');
  if (statementEnd < 0) return error;
  return ApplicationFailure.create({ type: error.name, message: error.message.slice(statementEnd + 3), cause: error });
}
