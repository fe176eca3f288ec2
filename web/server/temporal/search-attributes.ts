import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';

/** Keyword search attributes from plain pairs. */
export const attributes = (values: Record<string, string>): TypedSearchAttributes =>
  new TypedSearchAttributes(Object.entries(values).map(([name, value]) => ({ key: defineSearchAttributeKey(name, 'KEYWORD'), value })));
