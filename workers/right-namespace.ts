import { WorkflowNotFoundError, isGrpcServiceError, type Client } from '@temporalio/client';
import type { Knex } from 'knex';
import { status } from '@grpc/grpc-js';

import type { CaseKind } from '../domain/case.ts';
import { PlainError } from '../runtime/plain-error.ts';
import { workflowIdOf } from '../workflows/contract.ts';

/** Number of newest live cases whose workflows are looked for. */
const looked = 20;

/**
 * Checks that the namespace is the one of this database, because every case of it would seem lost otherwise, and a repair would begin them
 * all anew in the wrong place.
 * @param address host:port of Temporal, for the sentence
 * @throws PlainError when the namespace does not exist, or none of the newest live cases has ever had a workflow in it
 */
export async function checkNamespace(knex: Knex, client: Client, address: string): Promise<void> {
  const { namespace } = client.options;
  const where = `the namespace "${namespace}" of Temporal at ${address}`;
  await client.workflowService.describeNamespace({ namespace }).catch((error: unknown) => {
    if (!isGrpcServiceError(error) || error.code !== status.NOT_FOUND) throw error;
    throw new PlainError(`T${where.slice(1)} does not exist: set TEMPORAL_NAMESPACE or TEMPORAL_ADDRESS.`);
  });
  const newest = await knex('cases')
    .where({ live: true })
    .orderBy('opened_at', 'desc')
    .limit(looked)
    .select<{ id: string; kind: CaseKind }[]>('id', 'kind');
  if (newest.length === 0) return;
  for (const { kind, id } of newest) if (await isKnown(client, workflowIdOf(kind, id))) return;
  throw new PlainError(
    `None of the ${String(newest.length)} newest open cases has a workflow in ${where}. Set TEMPORAL_NAMESPACE and TEMPORAL_ADDRESS to those of this database. If Temporal has lost everything, --lost begins the cases anew there.`,
  );
}

async function isKnown(client: Client, workflowId: string): Promise<boolean> {
  try {
    await client.workflow.getHandle(workflowId).describe();
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
