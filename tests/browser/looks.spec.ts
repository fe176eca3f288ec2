import { expect, test } from './fixtures.ts';
import { walkFormsAsTaxpayer } from './form-walks.ts';
import { looking } from './looks-well.ts';
import { walkOrdersAsAgent, walkOrdersAsSupervisor, walkOrdersAsTaxpayer } from './order-walks.ts';
import { walkAsAdministrator, walkAsAgent, walkAsSupervisor, walkAsTaxpayer } from './walks.ts';

for (const [person, walk] of [
  ['a taxpayer', walkAsTaxpayer],
  ['an agent', walkAsAgent],
  ['a supervisor', walkAsSupervisor],
  ['an administrator', walkAsAdministrator],
  ['a taxpayer with work orders', walkOrdersAsTaxpayer],
  ['a taxpayer with forms', walkFormsAsTaxpayer],
  ['an agent with work orders', walkOrdersAsAgent],
  ['a supervisor with work orders', walkOrdersAsSupervisor],
] as const) {
  test(`every page of ${person} is without findings of axe and fits every width`, async ({ people }) => {
    test.setTimeout(240_000);
    const found: string[] = [];
    await walk(people, looking(found));
    expect(found).toEqual([]);
  });
}
