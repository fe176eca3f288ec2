import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { RunningProduct } from '../support/running-product.ts';

export interface OwnCopy {
  product: RunningProduct;
  end(): Promise<void>;
}

/**
 * A copy of the product in a folder of its own, which goes with it. Test people are faster than real ones: they are not slowed down.
 * @param environment of its processes besides
 * @param checkout where its sources are, when not here
 */
export async function startCopy(environment: Record<string, string> = {}, checkout?: string): Promise<OwnCopy> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhengna-browser-'));
  // PostgreSQL may run under another account, which has to get in.
  chmodSync(folder, 0o755);
  const product = await RunningProduct.start(folder, { RATE_FACTOR: '100', ...environment }, checkout);
  return {
    product,
    async end() {
      await product.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
