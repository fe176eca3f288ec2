import { status } from '@grpc/grpc-js';
import { isGrpcServiceError, ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';

import { searchAttributes } from '../workflows/contract.ts';

/** Histories of ended workflows stay this long on the server; the archive has them within minutes (design: 24 h is the default). */
const retentionSeconds = 30 * 24 * 3600;
/** Keyword, as Temporal numbers its types. */
const keyword = 2;

/**
 * Makes of a plain namespace one that our cases can live in. Safe to run by every worker at every start; what the operator of
 * a managed cluster does not let us set is reported, not fatal.
 * @param report gets the name of the step that was refused and why
 */
export async function prepareNamespace(client: Client, taskQueue: string, report: (step: string, error: unknown) => void): Promise<void> {
  const { namespace } = client.options;
  await tolerating('retention', report, () =>
    client.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: { seconds: retentionSeconds as never } },
    }),
  );
  await tolerating('search attributes', report, () =>
    client.connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(Object.values(searchAttributes).map((name) => [name, keyword])),
    }),
  );
  await tolerating('housekeeping', report, () => schedule(client, taskQueue, 'housekeeping', '1 minute', 'housekeeping'));
  await tolerating('stalled cases', report, () => schedule(client, taskQueue, 'stalledCases', '10 minutes', 'stalled-cases'));
}

async function schedule(
  client: Client,
  taskQueue: string,
  workflowType: string,
  every: '1 minute' | '10 minutes',
  name: string,
): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: `${name}-${taskQueue}`,
      spec: { intervals: [{ every }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 minute' },
      action: { type: 'startWorkflow', workflowType, taskQueue, workflowId: `${name}-${taskQueue}`, workflowExecutionTimeout: '30m' },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}

async function tolerating(step: string, report: (step: string, error: unknown) => void, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === status.ALREADY_EXISTS) return;
    report(step, error);
  }
}
