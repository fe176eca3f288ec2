import { startCopy } from './product.ts';

/** The copy that all suites share; PRODUCT_ORIGIN names one that runs already. */
export default async function setUp(): Promise<() => Promise<void>> {
  if (process.env['PRODUCT_ORIGIN'] !== undefined) return () => Promise.resolve();
  const copy = await startCopy();
  process.env['PRODUCT_ORIGIN'] = copy.product.origin;
  return () => copy.end();
}
