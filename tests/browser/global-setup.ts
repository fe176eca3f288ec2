import { startCopy } from './product.ts';

/** The copy that all suites share; PRODUCT_ORIGIN and PRODUCT_DATA_DIR name one that runs already. */
export default async function setUp(): Promise<() => Promise<void>> {
  if (process.env['PRODUCT_ORIGIN'] !== undefined) return () => Promise.resolve();
  const copy = await startCopy();
  process.env['PRODUCT_ORIGIN'] = copy.product.origin;
  process.env['PRODUCT_DATA_DIR'] = copy.product.dataDir;
  return () => copy.end();
}
