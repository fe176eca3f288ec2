import { ApplicationFailure } from '@temporalio/activity';

/**
 * Replaces the error's message by the database's own sentence. knex prepends the whole statement, which would hide the reason from a
 * supervisor who looks at a failed step.
 */
export function withReason(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const statementEnd = error.message.lastIndexOf(' - ');
  if (statementEnd < 0) return error;
  return ApplicationFailure.create({ type: error.name, message: error.message.slice(statementEnd + 3), cause: error });
}
