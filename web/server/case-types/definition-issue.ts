import type { z } from 'zod';

/**
 * Builds an issue for a part of a definition, from the path that the domain uses, for example `stages.0.key`.
 * @param limit number for the sentence
 */
export const issueAt = (path: string, code: string, limit?: number): z.core.$ZodRawIssue => ({
  code: 'custom',
  // List indexes become numbers, as in zod's own paths.
  path: path.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
  params: { code, ...(limit !== undefined && { limit }) },
  input: undefined,
});
