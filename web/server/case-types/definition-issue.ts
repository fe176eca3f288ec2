import type { z } from 'zod';

/**
 * Says what is wrong with a part of a definition, at the place that the domain names it by, for example `stages.0.key`.
 * @param limit the number that makes the sentence
 */
export const issueAt = (path: string, code: string, limit?: number): z.core.$ZodRawIssue => ({
  code: 'custom',
  // Numbers where a list is walked, as zod names them itself.
  path: path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  params: { code, ...(limit !== undefined && { limit }) },
  input: undefined,
});
