import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { bundleWorkflowCode } from '@temporalio/worker';

import { done } from '../../support/message.ts';
import type { Stage } from '../../support/open-stage.ts';
import { Order } from '../../support/order.ts';

/** The code in the order in which it is deployed. */
export const versions = ['before', 'patched', 'deprecated', 'after'] as const;
export type Version = (typeof versions)[number];

/** Those of which a history is kept. */
export const recordedVersions = ['before', 'patched', 'deprecated'] as const satisfies readonly Version[];

export const historyOf = (version: Version): string => path.join(import.meta.dirname, 'histories', `${version}.json`);

/** Each version as a worker loads it: a bundle's path. */
export async function bundleVersions(): Promise<{ paths: Record<Version, string>; remove: () => void }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhengna-patched-'));
  const bundled = versions.map(async (version) => {
    const { code } = await bundleWorkflowCode({ workflowsPath: path.join(import.meta.dirname, 'workflows', `${version}.ts`) });
    const file = path.join(folder, `${version}.js`);
    await writeFile(file, code);
    return [version, file] as const;
  });
  const paths = Object.fromEntries(await Promise.all(bundled)) as Record<Version, string>;
  return { paths, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** An order that its taxpayer terminates: without a reason where the version lets them. */
export async function terminatedOrder(the: Stage, version: Version): Promise<Order> {
  const order = new Order(the);
  await order.open();
  const reasonId = version === 'before' ? null : await order.text();
  done(await order.asTaxpayer({ type: 'terminate', reasonId }));
  done(await order.asTaxpayer({ type: 'rate', resolved: true, stars: 4, textId: null }));
  return order;
}
